package dev.lineman.render;

import dev.lineman.problem.Problem;
import dev.lineman.render.content.OutputName;
import dev.lineman.render.content.ReadNames;
import dev.lineman.render.content.RenderJob;
import dev.lineman.render.content.RenderResult;
import dev.lineman.render.content.RenderValues;
import dev.lineman.resolve.SiteModel;
import dev.lineman.resolve.people.SitePage;
import dev.lineman.template.DeviceConfig;
import dev.lineman.template.FragmentLookup;
import java.util.ArrayList;
import java.util.List;

/** Renders a file of a site page by page. {@code build.make} makes an output of each page. Immutable. */
public final class PageRenderer {
    private final Renderer renderer;
    private final FragmentLookup fragments;

    /**
     * @param renderer compiles and runs the content
     * @param fragments for {@code src} and {@code #parse}
     */
    public PageRenderer(Renderer renderer, FragmentLookup fragments) {
        this.renderer = renderer;
        this.fragments = fragments;
    }

    /**
     * Renders all pages.
     *
     * @param config with a {@code pageSize}
     * @return the pages in their order; after a failure, that is the last result
     */
    public List<RenderResult<OutputFile>> render(DeviceConfig config, SiteModel site) {
        RenderResult<String> name = renderer.renderName(config, new RenderValues(site, site.model(), fragments));
        if (!(name instanceof RenderResult.RenderedFile<String> named)) {
            return List.of(
                    failed(((RenderResult.FailedRendering<String>) name).problems(), name.reads(), name.steps()));
        }
        List<RenderResult<OutputFile>> results = new ArrayList<>();
        List<SitePage> pages = site.pages(config.pageSize(), named.result());
        long remaining = RenderJob.siteSteps((long) pages.size() * config.pageSize());
        for (SitePage page : pages) {
            RenderResult<OutputFile> result = page(config, page, site);
            remaining -= result.steps();
            if (remaining < 0) {
                result = failed(
                        List.of(Problem.blocking(
                                config.at(),
                                "the pages of this file take too many steps; is there a loop without end?")),
                        result.reads(),
                        result.steps());
            }
            results.add(result);
            if (result instanceof RenderResult.FailedRendering<OutputFile>) {
                return results;
            }
        }
        return results;
    }

    private RenderResult<OutputFile> page(DeviceConfig config, SitePage page, SiteModel site) {
        String objection = OutputName.objection(page.name());
        if (objection != null) {
            return failed(List.of(Problem.blocking(config.filename().at(0), objection)), ReadNames.NONE, 0);
        }
        RenderResult<OutputFile> result = renderer.render(config, new RenderValues(site, site.model(page), fragments));
        return result instanceof RenderResult.RenderedFile<OutputFile> rendered
                ? new RenderResult.RenderedFile<>(
                        new OutputFile(
                                page.name(),
                                rendered.result().bytes(),
                                rendered.result().secretMasks()),
                        result.reads(),
                        result.steps())
                : result;
    }

    private static RenderResult<OutputFile> failed(List<Problem> problems, ReadNames reads, long steps) {
        return new RenderResult.FailedRendering<>(problems, reads, steps);
    }
}
