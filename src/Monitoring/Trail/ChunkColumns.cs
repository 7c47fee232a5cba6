namespace Throughline.Monitoring.Trail;

/// <summary>The columns of a chunk as whole numbers, and how each is guessed from what is known before it.</summary>
internal sealed class ChunkColumns(int count)
{
    private const int Speed = 0;
    private const int Course = 1;
    private readonly long[] _remainders = new long[count];
    private readonly long[] _other = new long[count];

    public long[] Time { get; } = new long[count];

    public long[] Latitude { get; } = new long[count];

    public long[] Longitude { get; } = new long[count];

    /// <summary>Speed, course, accuracy, battery, satellites, flags; less than nought: not said.</summary>
    public long[][] Values { get; } = [.. Enumerable.Range(0, 6).Select(_ => new long[count])];

    public void Write(BitWriter to)
    {
        WriteRunning(to, Time);
        WriteRunning(to, Latitude);
        WriteRunning(to, Longitude);
        for (var c = 0; c < Values.Length; c++)
        {
            WriteSaid(to, c);
        }
    }

    public bool Read(ref BitReader from)
    {
        var whole = ReadRunning(ref from, Time) && ReadRunning(ref from, Latitude) && ReadRunning(ref from, Longitude);
        for (var c = 0; c < Values.Length && whole; c++)
        {
            whole = ReadSaid(ref from, c);
        }

        return whole;
    }

    /// <summary>A column that goes on as it went: from the last value, or from the last step, whichever costs less.</summary>
    private void WriteRunning(BitWriter to, long[] values)
    {
        to.Signed(values[0]);
        var unit = 0L;
        for (var i = 1; i < count; i++)
        {
            unit = Column.Divisor(unit, values[i] - values[i - 1]);
        }

        unit = Math.Max(1, unit);
        to.Number((ulong)unit);
        for (var i = 1; i < count; i++)
        {
            _remainders[i] = (values[i] - values[i - 1]) / unit;
            _other[i] = i == 1 ? _remainders[i] : _remainders[i] - ((values[i - 1] - values[i - 2]) / unit);
        }

        var steady = Column.Cost(_other.AsSpan(1)) < Column.Cost(_remainders.AsSpan(1));
        to.Put(steady ? 1u : 0, 1);
        Column.Write(to, (steady ? _other : _remainders).AsSpan(1));
    }

    private bool ReadRunning(ref BitReader from, long[] values)
    {
        values[0] = from.Signed();
        var unit = (long)from.Number();
        var steady = from.Take(1) == 1;
        Column.Read(ref from, _remainders.AsSpan(1));
        var step = 0L;
        for (var i = 1; i < count; i++)
        {
            step = steady ? step + _remainders[i] : _remainders[i];
            values[i] = unchecked(values[i - 1] + (step * unit));
        }

        return !from.Over;
    }

    /// <summary>A column that may be empty: from the last value, or for speed and course from the way to this point.</summary>
    private void WriteSaid(BitWriter to, int column)
    {
        var values = Values[column];
        var said = count - values.Count(v => v < 0);
        to.Put(said == 0 ? 0u : said == count ? 1u : 2u, 2);
        if (said == 0)
        {
            return;
        }

        var unit = 0L;
        for (var i = 0; i < count; i++)
        {
            unit = values[i] < 0 ? unit : Column.Divisor(unit, values[i]);
            if (said < count)
            {
                to.Put(values[i] < 0 ? 0u : 1u, 1);
            }
        }

        unit = column is Course ? 1 : Math.Max(1, unit);
        to.Number((ulong)unit);
        var turns = column is Speed || (column is Course && !values.Any(v => v >= 360));
        var (n, last) = (0, 0L);
        for (var i = 0; i < count; i++)
        {
            if (values[i] >= 0)
            {
                _remainders[n] = (values[i] - last) / unit;
                _other[n++] = turns ? Way(column, i, unit, last, values[i]) : 0;
                last = values[i];
            }
        }

        var byWay = turns && Column.Cost(_other.AsSpan(0, n)) < Column.Cost(_remainders.AsSpan(0, n));
        to.Put(byWay ? 1u : 0, 1);
        Column.Write(to, (byWay ? _other : _remainders).AsSpan(0, n));
    }

    private bool ReadSaid(ref BitReader from, int column)
    {
        var values = Values[column];
        var presence = from.Take(2);
        Array.Fill(values, -1);
        if (presence == 0)
        {
            return true;
        }

        var n = count;
        if (presence == 2)
        {
            n = 0;
            for (var i = 0; i < count; i++)
            {
                values[i] = from.Take(1) == 1 ? 0 : -1;
                n += values[i] < 0 ? 0 : 1;
            }
        }
        else
        {
            Array.Clear(values);
        }

        var unit = Math.Max(1, (long)(from.Number() & int.MaxValue));
        var byWay = from.Take(1) == 1;
        Column.Read(ref from, _remainders.AsSpan(0, n));
        var (next, last) = (0, 0L);
        for (var i = 0; i < count; i++)
        {
            if (values[i] >= 0)
            {
                var remainder = _remainders[next++];
                var guess = byWay ? Guess(column, i, unit, last) : last;
                last = unchecked(guess + (remainder * unit));
                last = byWay && column is Course ? ((last % 360) + 360) % 360 : last & ushort.MaxValue;
                values[i] = last;
            }
        }

        return !from.Over;
    }

    private long Way(int column, int i, long unit, long last, long value)
    {
        var remainder = (value - Guess(column, i, unit, last)) / unit;
        return column is not Course ? remainder : remainder > 180 ? remainder - 360 : remainder < -180 ? remainder + 360 : remainder;
    }

    private long Guess(int column, int i, long unit, long last)
    {
        // Who stands still has no course; receivers keep the last one.
        if (i == 0 || (column is Course && Values[Speed][i] == 0))
        {
            return last;
        }

        var (dLatitude, dLongitude) = (Latitude[i] - Latitude[i - 1], Longitude[i] - Longitude[i - 1]);
        return column is Course ? Motion.Course(dLatitude, dLongitude, Latitude[i]) ?? last
            : (Motion.Speed(dLatitude, dLongitude, Latitude[i], Time[i] - Time[i - 1]) + (unit / 2)) / unit * unit;
    }
}
