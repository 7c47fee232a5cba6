namespace Throughline.Host.Imports;

/// <summary>Writes CSV for people's spreadsheets.</summary>
internal static class CsvText
{
    /// <summary>One cell. What a spreadsheet would run as a formula (the wide forms of its signs too) gets an apostrophe in front; what needs quotes gets them.</summary>
    public static string Field(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public static string Line(params IEnumerable<string> values) => string.Join(',', values.Select(Field)) + "\r\n";
}
