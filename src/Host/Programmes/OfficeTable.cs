using System.Collections.Immutable;
using System.Text;
using NodaTime;
using Throughline.Casefile.Programmes;

namespace Throughline.Host.Programmes;

/// <summary>The receiving offices, one line each: a table, because administrators keep it in a spreadsheet.</summary>
internal sealed class OfficeTable(string file, List<ProgrammeFault> faults)
{
    private static readonly string[] Columns =
        ["code", "name", "addressLine", "city", "state", "postalCode", "timeZone", "phone", "openingDays", "opens", "closes", "slotsPerDay", "serves"];

    private readonly Dictionary<string, int> _lineOf = new(StringComparer.Ordinal);
    private readonly List<(Jurisdiction Part, string Office, int Line)> _served = [];

    /// <summary>The offices of the table; <paramref name="holidaysOf"/> gives the closed days of an office by its code.</summary>
    public List<Office> Read(string text, Func<string, ImmutableSortedDictionary<LocalDate, string>> holidaysOf)
    {
        var rows = Rows(text);
        var header = rows.Count > 0 ? rows[0] : [];
        var place = Columns.ToDictionary(c => c, c => header.FindIndex(h => h.Text == c), StringComparer.Ordinal);
        foreach (var missing in Columns.Where(c => place[c] < 0))
        {
            faults.Add(new(file, 1, 1, $"The column '{missing}' is missing. The first line must name: {string.Join(", ", Columns)}."));
        }

        foreach (var unknown in header.Where(h => !Columns.Contains(h.Text)))
        {
            Fault(unknown, $"'{unknown.Text}' is no column of this table. Take it out; the columns are: {string.Join(", ", Columns)}.");
        }

        if (faults.Any(f => f.File == file && f.Line == 1))
        {
            return [];
        }

        var offices = new List<Office>();
        foreach (var row in rows.Skip(1))
        {
            if (row.Count != header.Count)
            {
                Fault(row[0], $"This line has {row.Count} values and the first line has {header.Count} columns. Put text with a comma inside in double quotes.");
                continue;
            }

            offices.Add(Office(name => row[place[name]], holidaysOf));
        }

        return offices;
    }

    private Office Office(Func<string, Cell> cell, Func<string, ImmutableSortedDictionary<LocalDate, string>> holidaysOf)
    {
        var code = Checked(cell("code"), Values.FaultOfCode);
        if (!_lineOf.TryAdd(code, cell("code").Line))
        {
            Fault(cell("code"), $"The office {code} is written twice; the first is on line {_lineOf[code]}. Give each office its own code.");
        }

        var before = faults.Count;
        var (opens, closes) = (Value(cell("opens"), Values.Time), Value(cell("closes"), Values.Time));
        if (faults.Count == before && ProgrammeFile.FaultOfDay(opens, closes) is { } shortDay)
        {
            Fault(cell("closes"), shortDay);
        }

        return new(
            code, Filled(cell("name"), "name"), cell("addressLine").Text, Filled(cell("city"), "city"), Checked(cell("state"), Values.FaultOfState),
            Checked(cell("postalCode"), Values.FaultOfPostcode), Value<DateTimeZone>(cell("timeZone"), Values.Zone), Checked(cell("phone"), Values.FaultOfPhone),
            Value<ImmutableSortedSet<IsoDayOfWeek>>(cell("openingDays"), Values.Days), opens, closes, holidaysOf(code),
            Value(cell("slotsPerDay"), (string text, out string? fault) => Values.Number(text, 1, 10_000, out fault)), Serves(cell("serves"), code));
    }

    private ImmutableArray<Jurisdiction> Serves(Cell cell, string office)
    {
        var parts = ImmutableArray.CreateBuilder<Jurisdiction>();
        foreach (var word in cell.Text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Part(word) is not { } part)
            {
                Fault(cell, $"'{word}' is no area. Write a state as NM, or a part of it by three-digit postcode prefixes, the lower first, as TX:750-769.");
                continue;
            }

            foreach (var (_, other, line) in _served.Where(s => s.Part.Overlaps(part)))
            {
                Fault(cell, $"'{word}' is served by {other} already (line {line}). A postcode belongs to one office: change one of the two.");
            }

            _served.Add((part, office, cell.Line));
            parts.Add(part);
        }

        if (parts.Count == 0 && cell.Text.Trim().Length == 0)
        {
            Fault(cell, $"The office {office} serves nothing. Write its states as CO;WY, or take the office out.");
        }

        return parts.ToImmutable();
    }

    private static Jurisdiction? Part(string word)
    {
        var (state, prefixes) = word.Split(':') switch { [var s] => (s, null), [var s, var p] => (s, p), _ => ("", null) };
        if (Values.FaultOfState(state) is not null || prefixes is null)
        {
            return Values.FaultOfState(state) is null ? new(state) : null;
        }

        var ends = prefixes.Split('-');
        return ends.Length <= 2 && ends.All(e => e.Length == 3 && e.All(char.IsAsciiDigit)) && string.CompareOrdinal(ends[0], ends[^1]) <= 0
            ? new(state, Values.Number(ends[0], 0, 999, out _), Values.Number(ends[^1], 0, 999, out _)) : null;
    }

    private string Filled(Cell cell, string column) => Checked(cell, t => t.Trim().Length > 0 ? null : $"The {column} is empty. Write it out.");

    private string Checked(Cell cell, Func<string, string?> faultOf)
    {
        if (faultOf(cell.Text) is { } sentence)
        {
            Fault(cell, sentence);
        }

        return cell.Text;
    }

    private T Value<T>(Cell cell, ValueOf<T> valueOf)
    {
        var value = valueOf(cell.Text, out var fault);
        if (fault is not null)
        {
            Fault(cell, fault);
        }

        return value;
    }

    private void Fault(Cell cell, string sentence) => faults.Add(new(file, cell.Line, cell.Column, sentence));

    /// <summary>RFC 4180 with the place of each value; empty lines are left out.</summary>
    private static List<List<Cell>> Rows(string text)
    {
        var rows = new List<List<Cell>>();
        var row = new List<Cell>();
        var value = new StringBuilder();
        var (line, column, startLine, startColumn, quoted) = (1, 1, 1, 1, false);
        for (var i = 0; i <= text.Length; i++, column++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (c == '"')
            {
                var isDoubled = quoted && i + 1 < text.Length && text[i + 1] == '"';
                value.Append(isDoubled ? "\"" : "");
                (quoted, i, column) = isDoubled ? (true, i + 1, column + 1) : (!quoted, i, column);
            }
            else if (c is ',' or '\n' && (!quoted || i == text.Length))
            {
                row.Add(new(value.ToString().TrimEnd('\r'), startLine, startColumn));
                value.Clear();
                if (c == '\n')
                {
                    rows.Add(row);
                    row = [];
                    (line, column) = (line + 1, 0);
                }

                (startLine, startColumn) = (line, column + 1);
            }
            else
            {
                value.Append(c);
                (line, column) = c == '\n' ? (line + 1, 0) : (line, column);
            }
        }

        return [.. rows.Where(r => r is not [{ Text.Length: 0 }])];
    }

    private sealed record Cell(string Text, int Line, int Column);
}
