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
        var text = new StringBuilder().Append(Title).Append("\n\n");
        var names = Columns.Select(c => c.TrimEnd('#')).ToList();
        var widths = names.Select((name, i) => Math.Max(Width(name), Rows.Count == 0 ? 0 : Rows.Max(r => Width(r[i])))).ToList();
        Line(text, names, widths);
        text.Append(string.Join("  ", widths.Select(w => new string('-', w)))).Append('\n');
        foreach (var row in Rows)
        {
            Line(text, row, widths);
        }

        foreach (var note in Notes)
        {
            text.Append('\n').Append(note).Append('\n');
        }

        return text.ToString();
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
