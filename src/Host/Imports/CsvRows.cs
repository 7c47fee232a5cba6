using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Throughline.Host.Imports;

/// <summary>The file as a whole can't be read: one sentence, and nothing of it was taken.</summary>
internal sealed class CsvFileException(string sentence) : Exception(sentence);

/// <summary>Why one row can't be taken.</summary>
internal sealed record CsvFault(string Column, string Code, string Sentence);

/// <summary>One row. <see cref="Line"/> is the line of the file on which it starts, counted from 1. A faulty row keeps what fields it has.</summary>
internal readonly record struct CsvRow(int Line, IReadOnlyDictionary<string, string> Fields, CsvFault? Fault);

/// <summary>
/// Reads RFC 4180 rows from UTF-8 bytes. Written here because the libraries decode a file before they split it: they lose which byte was
/// wrong, and let one unclosed quote or one huge field swallow what follows. Here a fault costs its own row and nothing else, is named by
/// line and column, and memory stays bounded however long the file or a field is.
/// </summary>
internal sealed partial class CsvRows
{
    /// <summary>The longest value that is taken, in characters.</summary>
    public const int ValueAtMost = 4000;

    // A row longer than this is cut at its first line end: a quote that never closes must not take the file with it.
    private const int RowAtMost = 1 << 20;

    private readonly Stream _bytes;
    private readonly List<(int Start, int Length, bool Quoted)> _cells = [];
    private byte[] _window = new byte[1 << 16];
    private int _start, _end, _line = 1;
    private bool _ended, _hasTextBehindQuote, _isInLongValue;

    /// <exception cref="CsvFileException">Empty, no header, a required column missing, a column twice, or not UTF-8.</exception>
    public CsvRows(Stream utf8, IEnumerable<string> required)
    {
        _bytes = utf8;
        Header = ReadHeader();
        if (required.Where(c => !Header.Contains(c)).ToList() is { Count: > 0 } missing)
        {
            throw new CsvFileException($"The file has no column {string.Join(", ", missing)}. Its first line must name the columns; it names {string.Join(", ", Header.Take(30))}.");
        }

        if (Header.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new CsvFileException($"The file names the column {twice.Key} twice.");
        }
    }

    public IReadOnlyList<string> Header { get; } = [];

    /// <summary>The next row; false at the end. A truncated source throws what its stream throws, after every whole row was given.</summary>
    public bool Read(out CsvRow row)
    {
        while (Split(out var length, out var isCut))
        {
            var line = _line;
            var bytes = _window.AsSpan(_start, length);
            _line += bytes.Count((byte)'\n');
            _start += length;
            if (_cells is [{ Length: 0, Quoted: false }])
            {
                continue;
            }

            row = Decode(line, isCut);
            return true;
        }

        row = default;
        return false;
    }

    private List<string> ReadHeader()
    {
        Fill();
        if (_end >= 3 && _window.AsSpan(0, 3).SequenceEqual("\uFEFF"u8))
        {
            _start = 3;
        }

        if (_end >= 2 && (_window[0], _window[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
        {
            throw new CsvFileException("The file is not UTF-8 (it begins like UTF-16). Save it as UTF-8.");
        }

        if (!Split(out var length, out var isCut))
        {
            throw new CsvFileException("The file is empty. Its first line must name the columns.");
        }

        if (isCut)
        {
            throw new CsvFileException("The first line opens a quote that does not close. It must name the columns.");
        }

        if (_window is [0x1F, 0x8B, ..])
        {
            throw new CsvFileException("The file is a gzip within a gzip. Unpack it once.");
        }

        var names = new List<string>();
        foreach (var cell in _cells)
        {
            var bytes = Value(cell);
            if (bytes.Contains((byte)'\r'))
            {
                throw new CsvFileException("The lines of the file end in a lone carriage return. Save it with line ends of LF or CRLF.");
            }

            if (bytes.Contains((byte)0))
            {
                throw new CsvFileException("The file is not UTF-8 (it has zero bytes, as UTF-16 has). Save it as UTF-8.");
            }

            if (!Utf8.IsValid(bytes))
            {
                throw new CsvFileException("The first line is not UTF-8. Save the file as UTF-8.");
            }

            names.Add(Encoding.UTF8.GetString(bytes).Trim());
        }

        _line += _window.AsSpan(_start, length).Count((byte)'\n');
        _start += length;
        return names;
    }

    private CsvRow Decode(int line, bool isCut)
    {
        var fault = isCut ? Cut(line) : null;
        if (!isCut && _cells.Count != Header.Count)
        {
            fault = new CsvFault("", "wrong-number-of-columns", $"Line {line} has {_cells.Count} columns; the header has {Header.Count}.");
        }

        var fields = new Dictionary<string, string>(Header.Count, StringComparer.Ordinal);
        for (var i = 0; i < _cells.Count && i < Header.Count; i++)
        {
            var bytes = Value(_cells[i]);
            if (bytes.Length == 0)
            {
                continue;
            }

            fault ??= Fault(bytes, line, Header[i]);
            var text = Encoding.UTF8.GetString(bytes.Length > ValueAtMost * 4 ? bytes[..(ValueAtMost * 4)] : bytes);
            if (text.Length > ValueAtMost)
            {
                fault ??= TooLong(line, Header[i], text.Length);
                text = text[..ValueAtMost];
            }

            fields[Header[i]] = text;
        }

        return new CsvRow(line, fields, fault);
    }

    /// <summary>A row is cut at a quote that does not close, or because it has a value longer than the window.</summary>
    private CsvFault Cut(int line)
    {
        var opened = _cells.FindIndex(c => c.Length > 0 && _window[c.Start] == '"' && (c.Length == 1 || _window[c.Start + c.Length - 1] != '"'));
        var name = Name(opened >= 0 ? opened : _cells.IndexOf(_cells.MaxBy(c => c.Length)));
        return opened >= 0 && !_isInLongValue && _cells[opened].Length <= ValueAtMost * 4
            ? new CsvFault(name, "unclosed-quote", $"Line {line}, column {name}: a quote opens here and does not close. The row was taken as this line alone.")
            : new CsvFault(name, "too-long", string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {name}: the value is far longer than the {ValueAtMost:N0} characters that are taken at most."));
    }

    private static CsvFault? Fault(ReadOnlySpan<byte> bytes, int line, string column)
    {
        if (bytes.Length > ValueAtMost * 4)
        {
            return TooLong(line, column, bytes.Length);
        }

        if (!Utf8.IsValid(bytes))
        {
            var at = 0;
            while (Rune.DecodeFromUtf8(bytes[at..], out _, out var used) == System.Buffers.OperationStatus.Done)
            {
                at += used;
            }

            return new CsvFault(column, "not-utf-8", string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column}: byte {at + 1} of the value (0x{bytes[at]:X2}) is not UTF-8."));
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            // 0x80 to 0x9F, two bytes in UTF-8, are control characters too: a terminal would obey them.
            var control = bytes[i] is < 0x20 and not (byte)'\n' and not (byte)'\r' or 0x7F ? bytes[i] : bytes[i] == 0xC2 && bytes[i + 1] < 0xA0 ? bytes[i + 1] : -1;
            if (control >= 0)
            {
                return new CsvFault(column, "control-character", string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column}: the value has the control character 0x{control:X2}."));
            }
        }

        return null;
    }

    private static CsvFault TooLong(int line, string column, int length) => new(
        column, "too-long", string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column}: the value has {length:N0} characters; {ValueAtMost:N0} are taken at most."));

    private string Name(int cell) => cell >= 0 && cell < Header.Count ? Header[cell] : "";

    /// <summary>The bytes of a cell without its quotes; doubled quotes are made single, in place.</summary>
    private ReadOnlySpan<byte> Value((int Start, int Length, bool Quoted) cell)
    {
        var bytes = _window.AsSpan(cell.Start, cell.Length);
        if (!cell.Quoted || bytes.IndexOf((byte)'"') < 0)
        {
            return bytes;
        }

        var to = 0;
        for (var from = 0; from < bytes.Length; from++)
        {
            bytes[to++] = bytes[from];
            if (bytes[from] == '"' && from + 1 < bytes.Length && bytes[from + 1] == '"')
            {
                from++;
            }
        }

        return bytes[..to];
    }
}
