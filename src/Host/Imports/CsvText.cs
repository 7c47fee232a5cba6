namespace Throughline.Host.Imports;
internal static class CsvText { public static string Field(string s) => s; }
