using System.Globalization;
using System.Text;
using System.Text.Json;
using Throughline.Host.Imports;

namespace Throughline.Host.Statistics;

/// <summary>A table of figures with its title and notes: printed for people, as CSV, and as the JSON that scripts read.</summary>
/// <param name="Columns">Names; a column whose name ends in '#' holds numbers and is set to the right.</param>
internal sealed record Sheet(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string> Notes, string Json)
{
    public static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToJson(object value) => JsonSerializer.Serialize(value, JsonOptions) + "\n";

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(long part, long whole) => whole == 0 ? "" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public string Text()
    {
        var text = new StringBuilder();
        Paragraph(text, Title);
        if (Rows.Count > 0)
        {
            text.Append('\n');
            Table(text);
        }

        foreach (var note in Notes)
        {
            text.Append('\n');
            Paragraph(text, note);
        }

        return text.ToString();
    }

    /// <summary>A heading stacks its words, so that a column is as wide as its widest word or figure and a table fits a terminal.</summary>
    private void Table(StringBuilder text)
    {
        var heads = Columns.Select(c => c.TrimEnd('#').Split(' ')).ToList();
        var widths = heads.Select((words, i) => Math.Max(words.Max(Width), Rows.Max(r => Width(r[i])))).ToList();
        var stacks = heads.Select((words, i) => Lines(words, widths[i]).ToList()).ToList();
        var height = stacks.Max(s => s.Count);
        for (var line = 0; line < height; line++)
        {
            Line(text, [.. stacks.Select(s => line - (height - s.Count) is >= 0 and var at ? s[at] : "")], widths);
        }

        text.Append(string.Join("  ", widths.Select(w => new string('-', w)))).Append('\n');
        foreach (var row in Rows)
        {
            Line(text, row, widths);
        }
    }

    /// <summary>At most 80 characters a line, as a terminal shows them; a line that was broken on purpose stays so.</summary>
    private static void Paragraph(StringBuilder text, string words)
    {
        foreach (var line in words.Split('\n').SelectMany(l => Lines(l.Split(' '), 80)))
        {
            text.Append(line).Append('\n');
        }
    }

    private static IEnumerable<string> Lines(IEnumerable<string> words, int width)
    {
        var line = "";
        foreach (var word in words)
        {
            if (line.Length > 0 && Width(line) + 1 + Width(word) > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : line + " " + word;
            }
        }

        yield return line;
    }

    public string Csv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend(Columns.Select(c => c.TrimEnd('#')).ToList()))
        {
            text.AppendJoin(',', row.Select(cell => CsvText.Field(cell.Replace(",", "", StringComparison.Ordinal) is var plain && long.TryParse(plain, out _) ? plain : cell))).Append("\r\n");
        }

        return text.ToString();
    }

    private void Line(StringBuilder text, IReadOnlyList<string> cells, List<int> widths)
    {
        var line = string.Join("  ", cells.Select((cell, i) =>
        {
            var space = new string(' ', widths[i] - Width(cell));
            return Columns[i].EndsWith('#') ? space + cell : cell + space;
        }));
        text.Append(line.TrimEnd()).Append('\n');
    }

    private static int Width(string cell) => new StringInfo(cell).LengthInTextElements;
}
