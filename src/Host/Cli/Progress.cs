using System.Diagnostics;

namespace Throughline.Host.Cli;

/// <summary>How far a long verb is, on standard error: a line that renews itself on a terminal, elsewhere a plain line every ten seconds.</summary>
internal sealed class Progress
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(10);
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private int _width;

    public void Say(string line)
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write('\r' + line.PadRight(_width));
            _width = line.Length;
        }
        else if (_since.Elapsed >= Rhythm)
        {
            Console.Error.WriteLine(line);
            _since.Restart();
        }
    }

    /// <summary>What comes next begins on a line of its own.</summary>
    public void End()
    {
        if (_width > 0)
        {
            Console.Error.WriteLine();
        }
    }
}
