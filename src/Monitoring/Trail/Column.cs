namespace Throughline.Monitoring.Trail;

/// <summary>
/// One column of whole numbers: what remains after a guess, as a Rice code whose parameter fits the column. Where the guess is mostly right, how
/// often in a row it was; where it is always right, a few bits in all.
/// </summary>
internal static class Column
{
    private const int AllRight = 31;
    private const int InRuns = 30;
    private const int MostOnes = 24;

    public static void Write(BitWriter to, ReadOnlySpan<long> remainders)
    {
        if (!remainders.ContainsAnyExcept(0))
        {
            to.Put(AllRight, 5);
            return;
        }

        Span<long> plain = new long[remainders.Length];
        for (var i = 0; i < remainders.Length; i++)
        {
            plain[i] = (long)BitWriter.Zigzag(remainders[i]);
        }

        var (runs, others) = Runs(plain);
        var (k, cost) = Fit(plain);
        var ((kRun, runCost), (kOther, otherCost)) = (Fit(runs), Fit(others));
        if (runCost + otherCost + 10 >= cost)
        {
            to.Put((ulong)k, 5);
            foreach (var value in plain)
            {
                Put(to, (ulong)value, k);
            }

            return;
        }

        to.Put(InRuns, 5);
        to.Put((ulong)kRun, 5);
        to.Put((ulong)kOther, 5);
        for (var i = 0; i < runs.Length; i++)
        {
            Put(to, (ulong)runs[i], kRun);
            if (i < others.Length)
            {
                Put(to, (ulong)others[i], kOther);
            }
        }
    }

    public static void Read(ref BitReader from, Span<long> remainders)
    {
        remainders.Clear();
        var k = (int)from.Take(5);
        if (k == AllRight)
        {
            return;
        }

        if (k != InRuns)
        {
            for (var i = 0; i < remainders.Length; i++)
            {
                remainders[i] = BitReader.Back(Take(ref from, k));
            }

            return;
        }

        var (kRun, kOther) = ((int)from.Take(5), (int)from.Take(5));
        for (var at = 0UL; at < (ulong)remainders.Length; at++)
        {
            var run = Take(ref from, kRun);
            if (run >= (ulong)remainders.Length - at)
            {
                return;
            }

            at += run;
            remainders[(int)at] = BitReader.Back(unchecked(Take(ref from, kOther) + 1));
        }
    }

    /// <summary>Bits.</summary>
    public static long Cost(ReadOnlySpan<long> remainders)
    {
        if (!remainders.ContainsAnyExcept(0))
        {
            return 0;
        }

        Span<long> plain = new long[remainders.Length];
        for (var i = 0; i < remainders.Length; i++)
        {
            plain[i] = (long)BitWriter.Zigzag(remainders[i]);
        }

        var (runs, others) = Runs(plain);
        return Math.Min(Fit(plain).Cost, Fit(runs).Cost + Fit(others).Cost + 10);
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

    /// <summary>How many noughts stand before each other value, and those less one; a last run reaches the end.</summary>
    private static (long[] Runs, long[] Others) Runs(ReadOnlySpan<long> plain)
    {
        List<long> runs = [], others = [];
        var run = 0L;
        foreach (var value in plain)
        {
            if (value == 0)
            {
                run++;
                continue;
            }

            runs.Add(run);
            others.Add(unchecked((long)((ulong)value - 1)));
            run = 0;
        }

        if (run > 0)
        {
            runs.Add(run);
        }

        return ([.. runs], [.. others]);
    }

    private static (int K, long Cost) Fit(ReadOnlySpan<long> values)
    {
        var (best, least) = (0, long.MaxValue);
        for (var k = 0; k < InRuns; k++)
        {
            var bits = 0L;
            foreach (var value in values)
            {
                var ones = (ulong)value >> k;
                bits += ones >= MostOnes ? MostOnes + 70 : (long)ones + 1 + k;
            }

            (best, least) = bits < least ? (k, bits) : (best, least);
        }

        return (best, least);
    }

    private static void Put(BitWriter to, ulong value, int k)
    {
        var ones = value >> k;
        if (ones >= MostOnes)
        {
            to.Put((1UL << MostOnes) - 1, MostOnes);
            to.Number(value);
            return;
        }

        to.Put((1UL << (int)ones) - 1, (int)ones + 1);
        to.Put(value, k);
    }

    private static ulong Take(ref BitReader from, int k)
    {
        var ones = from.Ones(MostOnes);
        return ones == MostOnes ? from.Number() : ((ulong)ones << k) | from.Take(k);
    }
}
