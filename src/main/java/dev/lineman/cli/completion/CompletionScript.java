package dev.lineman.cli.completion;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The script that {@code lineman completion} prints, one for both shells. It knows the commands and options. For values it
 * runs {@link CompleteCommand}.
 *
 * <p>In bash, Readline replaces only the part of a word after the last character of {@code COMP_WORDBREAKS}, such as a
 * colon. That part is {@code $2}, so a candidate is this part and what the program adds to it. A package for zsh can
 * install the script as {@code _lineman}: it then is the body of the function with this name (zshcompsys(1)).
 */
final class CompletionScript {
    private static final String SCRIPT = """
            #compdef lineman
            # Completion of lineman for bash and zsh: source this file, or install it where the shell finds it.

            _lineman_options() {
              case $1 in
            @OPTIONS@
              esac
            }

            # Prints what the values are, and then what can follow the typed part of one, a line each.
            _lineman_values() {
              local program=$1
              shift
              case $program in
                '~'/*) program=$HOME/${program#*/} ;;
              esac
              "$program" complete -- "$@" 2>/dev/null </dev/null
            }

            if [ -n "${ZSH_VERSION-}" ]; then
              eval '
            _complete_lineman() {
              local typed=${(Q)PREFIX} kind
              local -a values
              if (( CURRENT == 2 )); then
                values=(@COMMANDS@)
              elif [[ $typed == -* && $typed != *=* ]]; then
                values=(${=$(_lineman_options "${(Q)words[2]}")})
              else
                values=("${(@f)$(_lineman_values "${(Q)words[1]}" zsh "${(@Q)words[2,CURRENT-1]}" "$typed")}")
                kind=$values[1]
                shift values
                if [[ $typed == --*=* ]]; then
                  compset -P "*="
                fi
              fi
              case $kind in
                files) _files ;;
                folders) _files -/ ;;
                *)
                  local -a whole partial
                  whole=(${values:#*/})
                  partial=(${(M)values:#*/})
                  (( $#partial )) && compadd -S "" -- "${partial[@]}"
                  (( $#whole )) && compadd -- "${whole[@]}"
                  ;;
              esac
            }
            if ! (( $+functions[compdef] )); then
              autoload -U compinit
              compinit
            fi
            compdef _complete_lineman lineman
            if [[ ${funcstack[1]-} == _lineman ]]; then
              _complete_lineman "$@"
            fi
            '
            else
              _complete_lineman() {
                local kind rest
                COMPREPLY=()
                if [ "$COMP_CWORD" -eq 1 ]; then
                  COMPREPLY=($(compgen -W '@COMMANDS@' -- "$2"))
                elif [[ $2 == -* && $2 != *=* ]]; then
                  COMPREPLY=($(compgen -W "$(_lineman_options "${COMP_WORDS[1]}")" -- "$2"))
                else
                  while IFS= read -r rest; do
                    if [ -z "$kind" ]; then
                      kind=$rest
                    else
                      COMPREPLY+=("$2$rest")
                    fi
                  done < <(_lineman_values "$1" bash "${COMP_LINE:0:COMP_POINT}")
                  case $kind in
                    files) compopt -o default ;;
                    folders) compopt -o dirnames ;;
                  esac
                  if [ "${#COMPREPLY[@]}" -gt 0 ] && [[ ${COMPREPLY[0]} == */ ]]; then
                    compopt -o nospace
                  fi
                fi
              }
              complete -F _complete_lineman lineman
            fi
            """;

    private CompletionScript() {}

    /** Returns the script for a command line with all its commands. */
    static String of(CommandSpec root) {
        String options = root.subcommands().entrySet().stream()
                .map(command -> "    " + command.getKey() + ") echo '"
                        + options(command.getValue().getCommandSpec(), true).collect(Collectors.joining(" ")) + "' ;;")
                .collect(Collectors.joining("\n"));
        String names = String.join(" ", root.subcommands().keySet())
                + options(root, false).map(option -> ' ' + option).collect(Collectors.joining());
        return SCRIPT.replace("@OPTIONS@", options).replace("@COMMANDS@", names);
    }

    /** Returns the long names of all options of a command, or only of those for help and version. */
    private static Stream<String> options(CommandSpec command, boolean all) {
        return command.options().stream()
                .filter(option -> all || option.usageHelp() || option.versionHelp())
                .map(OptionSpec::longestName);
    }
}
