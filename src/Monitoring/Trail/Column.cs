namespace Throughline.Monitoring.Trail;

/// <summary>
/// One column of whole numbers: what remains after a guess, in units of what all of them are multiples of, as a Rice code whose parameter fits the
/// column. A column that the guess has always right costs a few bits in all.
/// </summary>
internal static class Column
{
    private const int AllRight = 31;
    private const int MostOnes = 24;

    /// <summary>The remainders of one column: they replace the values.</summary>
    public static void Write(BitWriter to, ReadOnlySpan<long> remainders)
    {
        var best = AllRight;
        if (remainders.ContainsAnyExcept(0))
        {
            var least = long.MaxValue;
            for (var k = 0; k < AllRight; k++)
            {
                var bits = Cost(remainders, k);
                (least, best) = bits < least ? (bits, k) : (least, best);
            }
        }

        to.Put((ulong)best, 5);
        if (best == AllRight)
        {
            return;
        }

        foreach (var remainder in remainders)
        {
            var value = BitWriter.Zigzag(remainder);
            var ones = value >> best;
            if (ones >= MostOnes)
            {
                to.Put((1UL << MostOnes) - 1, MostOnes);
                to.Number(value);
            }
            else
            {
                to.Put((1UL << (int)ones) - 1, (int)ones + 1);
                to.Put(value, best);
            }
        }
    }

    public static void Read(ref BitReader from, Span<long> remainders)
    {
        var k = (int)from.Take(5);
        if (k == AllRight)
        {
            remainders.Clear();
            return;
        }

        for (var i = 0; i < remainders.Length; i++)
        {
            var ones = from.Ones(MostOnes);
            remainders[i] = BitReader.Back(ones == MostOnes ? from.Number() : ((ulong)ones << k) | from.Take(k));
        }
    }

    /// <summary>Bits, up to what the escape costs at most.</summary>
    public static long Cost(ReadOnlySpan<long> remainders, int k)
    {
        var bits = 0L;
        foreach (var remainder in remainders)
        {
            var ones = BitWriter.Zigzag(remainder) >> k;
            bits += ones >= MostOnes ? MostOnes + 70 : (long)ones + 1 + k;
        }

        return bits;
    }

    /// <summary>With the parameter that fits best.</summary>
    public static long Cost(ReadOnlySpan<long> remainders)
    {
        var least = remainders.ContainsAnyExcept(0) ? long.MaxValue : 0;
        for (var k = 0; k < AllRight && least > 0; k++)
        {
            least = Math.Min(least, Cost(remainders, k));
        }

        return least;
    }

    public static long Divisor(long a, long b)
    {
        (a, b) = (Math.Abs(a), Math.Abs(b));
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
