using System.Globalization;

namespace Throughline.Casefile;

/// <summary>
/// The number of one case file, given by the store in the order of arrival. Written <c>C-000123-4</c>:
/// the last digit is a check digit (Luhn), so that a number misread at a desk is refused instead of opening a stranger's file.
/// </summary>
public readonly record struct CaseId(long Number) : IComparable<CaseId>
{
    public static bool TryParse(string? text, out CaseId id)
    {
        id = default;
        if (text is null || !text.StartsWith("C-", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var digits = text[2..].Replace("-", "", StringComparison.Ordinal);
        if (digits.Length is < 2 or > 18 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var all))
        {
            return false;
        }

        id = new CaseId(all / 10);
        return id.Number > 0 && CheckDigit(id.Number) == all % 10;
    }

    public static CaseId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a case number such as {new CaseId(123)}.");

    public int CompareTo(CaseId other) => Number.CompareTo(other.Number);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"C-{Number:000000}-{CheckDigit(Number)}");

    public static bool operator <(CaseId left, CaseId right) => left.Number < right.Number;

    public static bool operator >(CaseId left, CaseId right) => left.Number > right.Number;

    public static bool operator <=(CaseId left, CaseId right) => left.Number <= right.Number;

    public static bool operator >=(CaseId left, CaseId right) => left.Number >= right.Number;

    private static long CheckDigit(long number)
    {
        long sum = 0;
        for (var doubled = true; number > 0; number /= 10, doubled = !doubled)
        {
            var digit = number % 10 * (doubled ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return (10 - sum % 10) % 10;
    }
}
