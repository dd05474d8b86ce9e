#!/bin/sh
# embed.sh OUTPUT FOLDER NAME...   writes the named files of FOLDER as Swift raw string literals.
set -eu
output=$1 folder=$2
shift 2
{
  echo '/// The embedded files: path below their folder, and text.'
  echo 'let embeddedText: [(path: String, text: String)] = ['
  for name in "$@"; do
    printf '  ("%s", ####"""\n' "$name"
    cat "$folder/$name"
    printf '\n"""####),\n'
  done
  echo ']'
} > "$output.new"
mv "$output.new" "$output"
