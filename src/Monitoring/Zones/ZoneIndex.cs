namespace Throughline.Monitoring.Zones;

/// <summary>Which of many boxes meet one: a packed tree, built once, each level sorted into strips. A question costs no memory.</summary>
internal sealed class ZoneIndex
{
    private const int Fan = 8;
    private readonly List<(Box Box, int First)[]> _levels = [];

    /// <param name="boxes">What <see cref="Find"/> gives back is the place in it.</param>
    public ZoneIndex(IReadOnlyList<Box> boxes)
    {
        var level = Packed([.. boxes.Select((b, i) => (b, i))]);
        _levels.Add(level);
        while (level.Length > Fan)
        {
            level = [.. level.Chunk(Fan).Select((few, i) => (few.Select(f => f.Box).Aggregate((a, b) => a.With(b)), i * Fan))];
            _levels.Add(level);
        }
    }

    public void Find(in Box box, List<int> found)
    {
        found.Clear();
        var top = _levels.Count - 1;
        Find(top, 0, _levels[top].Length, box, found);
    }

    private void Find(int depth, int from, int until, in Box box, List<int> found)
    {
        var level = _levels[depth];
        for (var i = from; i < until; i++)
        {
            if (!level[i].Box.Meets(box))
            {
                continue;
            }

            if (depth == 0)
            {
                found.Add(level[i].First);
            }
            else
            {
                Find(depth - 1, level[i].First, Math.Min(level[i].First + Fan, _levels[depth - 1].Length), box, found);
            }
        }
    }

    /// <summary>In strips by longitude, each strip by latitude, so that eight neighbours in the list are neighbours on the ground.</summary>
    private static (Box Box, int First)[] Packed((Box Box, int First)[] boxes)
    {
        var strips = (int)Math.Ceiling(Math.Sqrt(boxes.Length / (double)Fan));
        var each = Math.Max(1, (int)Math.Ceiling(boxes.Length / (double)Math.Max(1, strips)));
        return [.. boxes.OrderBy(b => b.Box.West + b.Box.East).Chunk(each).SelectMany(strip => strip.OrderBy(b => b.Box.South + b.Box.North))];
    }
}
