namespace Throughline.Host.Imports;

/// <content>Where a row ends: what a quote opens, and what becomes of one that does not close.</content>
internal sealed partial class CsvRows
{
    /// <summary>Finds the next row from <see cref="_start"/>: its cells and its length with the line end. False at the end of the file.</summary>
    private bool Split(out int length, out bool isCut)
    {
        isCut = false;
        if (_isInLongValue)
        {
            SkipLongValue();
        }

        while (!TrySplit(_end - _start, out length))
        {
            if (_end - _start < RowAtMost && Fill())
            {
                continue;
            }

            if (_start == _end)
            {
                return false;
            }

            // Too long, or the file ends inside a quote: the row is its first line alone.
            isCut = true;
            _isInLongValue = !_ended && IsOneLongValue();
            length = CutAtLineEnd();
            return true;
        }

        if (length > 0 && IsOpenedByMistake(length))
        {
            isCut = true;
            length = CutAtLineEnd();
        }

        return length > 0;
    }

    /// <summary>
    /// A quote that never closes is "closed" by the next row's opening quote, and the rows between, each a person, would go into one value.
    /// Such a row spans lines and does not come out right: text stands behind the closing quote, or the number of columns is wrong.
    /// </summary>
    private bool IsOpenedByMistake(int length) =>
        Header.Count > 0 && (_hasTextBehindQuote || _cells.Count != Header.Count)
        && _window.AsSpan(_start, length).TrimEnd("\r\n"u8).Contains((byte)'\n');

    /// <summary>A quoted value that fills the window is one long text when none of its lines could be a row; else its quote does not close.</summary>
    private bool IsOneLongValue()
    {
        var held = _window.AsSpan(_start, _end - _start);
        var lineEnd = held.IndexOf((byte)'\n');
        var first = lineEnd < 0 ? held : held[..lineEnd];
        if (!first.StartsWith("\""u8) && first.IndexOf(",\""u8) < 0)
        {
            return false;
        }

        foreach (var line in held[first.Length..].Split((byte)'\n'))
        {
            if (LooksLikeARow(held[first.Length..][line]))
            {
                return false;
            }
        }

        return true;
    }

    private bool LooksLikeARow(ReadOnlySpan<byte> line)
    {
        var (all, outside, isQuoted) = (0, 0, false);
        foreach (var b in line)
        {
            isQuoted ^= b == '"';
            all += b == ',' ? 1 : 0;
            outside += b == ',' && !isQuoted ? 1 : 0;
        }

        return all == Header.Count - 1 || !isQuoted && outside == Header.Count - 1;
    }

    /// <summary>Drops the lines of a long value up to the one on which its quote closes, or up to a line that looks like a row.</summary>
    private void SkipLongValue()
    {
        _isInLongValue = false;
        var (isLineStart, isClosed) = (true, false);
        while (true)
        {
            var held = _window.AsSpan(_start, _end - _start);
            var lineEnd = held.IndexOf((byte)'\n');
            if (lineEnd < 0 && held.Length < RowAtMost && Fill())
            {
                continue;
            }

            var line = lineEnd < 0 ? held : held[..(lineEnd + 1)];
            if (line.IsEmpty || isLineStart && LooksLikeARow(line))
            {
                return;
            }

            isClosed |= Closes(line);
            isLineStart = lineEnd >= 0;
            _start += line.Length;
            _line += isLineStart ? 1 : 0;
            if (isClosed && isLineStart)
            {
                return;
            }
        }
    }

    private static bool Closes(ReadOnlySpan<byte> line)
    {
        for (var at = line.IndexOf((byte)'"'); at >= 0 && at < line.Length;)
        {
            if (at + 1 == line.Length || line[at + 1] is (byte)',' or (byte)'\r' or (byte)'\n')
            {
                return true;
            }

            at += line[at + 1] == '"' ? 2 : 1;
            var next = line[at..].IndexOf((byte)'"');
            at = next < 0 ? line.Length : at + next;
        }

        return false;
    }

    private bool TrySplit(int available, out int length)
    {
        _cells.Clear();
        _hasTextBehindQuote = false;
        var window = _window.AsSpan(0, _start + available);
        var at = _start;
        length = 0;
        if (available == 0)
        {
            return _ended;
        }

        while (true)
        {
            var cellStart = at;
            var quoted = at < window.Length && window[at] == '"';
            var cellEnd = at;
            if (quoted)
            {
                cellStart++;
                at++;
                while (true)
                {
                    var quote = window[at..].IndexOf((byte)'"');
                    if (quote < 0 || at + quote + 1 >= window.Length && !_ended)
                    {
                        return false;
                    }

                    at += quote + 1;
                    if (at < window.Length && window[at] == '"')
                    {
                        at++;
                        continue;
                    }

                    break;
                }

                cellEnd = at - 1;
            }

            // Text behind a closing quote is no RFC 4180; it is kept as part of an unquoted value.
            var stop = window[at..].IndexOfAny((byte)',', (byte)'\n');
            if (stop < 0 && !_ended)
            {
                return false;
            }

            var next = stop < 0 ? window.Length : at + stop;
            var isLast = stop < 0 || window[next] == '\n';
            var textEnd = isLast && next > at && window[next - 1] == '\r' ? next - 1 : next;
            if (quoted && textEnd > at)
            {
                (cellStart, cellEnd, quoted) = (cellStart - 1, textEnd, false);
                _hasTextBehindQuote = true;
            }
            else if (!quoted)
            {
                cellEnd = textEnd;
            }

            _cells.Add((cellStart, cellEnd - cellStart, quoted));
            at = next + 1;
            if (isLast)
            {
                length = Math.Min(at, window.Length) - _start;
                return true;
            }
        }
    }

    /// <summary>Takes the first line as the row, skipping to its end when even that is longer than the window may be.</summary>
    private int CutAtLineEnd()
    {
        var lineEnd = _window.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        var kept = lineEnd < 0 ? _end - _start : lineEnd + 1;
        _cells.Clear();
        var at = _start;
        foreach (var range in _window.AsSpan(_start, kept).TrimEnd("\r\n"u8).Split((byte)','))
        {
            var (offset, size) = range.GetOffsetAndLength(kept);
            if (_cells.Count < Header.Count)
            {
                _cells.Add((at + offset, size, false));
            }
        }

        if (lineEnd >= 0)
        {
            return kept;
        }

        // The window is full and no line has ended: drop bytes until one does, and keep the row's beginning in place.
        var scrap = new byte[1 << 16];
        var isClosed = Closes(_window.AsSpan(_start, kept));
        int got;
        while ((got = _bytes.Read(scrap)) > 0)
        {
            var end = scrap.AsSpan(0, got).IndexOf((byte)'\n');
            isClosed |= Closes(scrap.AsSpan(0, end < 0 ? got : end));
            if (end < 0)
            {
                continue;
            }

            var rest = got - end - 1;
            _isInLongValue &= !isClosed;
            Array.Resize(ref _window, _end + 1 + rest);
            _window[_end] = (byte)'\n';
            scrap.AsSpan(end + 1, rest).CopyTo(_window.AsSpan(_end + 1));
            _end += 1 + rest;
            return kept + 1;
        }

        _ended = true;
        return kept;
    }

    /// <summary>More bytes behind what is held. False when the file has ended (and was known to).</summary>
    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _window.AsSpan(_start, _end - _start).CopyTo(_window);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _window.Length)
        {
            Array.Resize(ref _window, _window.Length * 2);
        }

        var got = _bytes.Read(_window, _end, _window.Length - _end);
        _end += got;
        _ended = got == 0;
        return true;
    }
}
