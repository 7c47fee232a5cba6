using CsCheck;
using NodaTime;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Zones;

namespace Throughline.Tests.Monitoring.Zones;

public sealed class ZonePropertiesTests
{
    /// <summary>Metres north at each minute; null: nothing comes.</summary>
    private static readonly Gen<double?[]> Walk =
        Gen.OneOf(Gen.Const((double?)0), Gen.Const((double?)300), Gen.Const((double?)105), Gen.Const((double?)null)).Array[1, 60];

    [Fact]
    public void Each_breach_rests_on_two_fixes_at_least_whose_whole_circles_lie_outside() =>
        Walk.Sample(walk => Run(walk).Signals(SignalKind.Breach).All(s => s.Evidence.Count >= 2 && s.Evidence.All(f => f.Latitude - Watched.Latitude > 110 / 111_200.0)));

    [Fact]
    public void Taking_fixes_away_never_makes_a_breach() =>
        Gen.Select(Walk, Gen.Bool.Array[60, 60]).Sample((walk, lost) =>
            Run(walk).Signals(SignalKind.Breach).Count > 0
            || Run([.. walk.Select((n, i) => lost[i] ? null : n)]).Signals(SignalKind.Breach).Count == 0
            // Two fixes outside with one between them taken away are still two: only where nothing lay outside twice is nothing said.
            || walk.Count(n => n == 300) >= 2);

    [Fact]
    public void Silence_alone_is_never_outside() =>
        Gen.Int[1, 500].Sample(minutes => new Watched().Stay(0, 300, 0).Silence(300, 300 + (60 * minutes)).Signals(SignalKind.Breach).Count == 0);

    [Fact]
    public void However_fixes_are_held_back_the_day_ends_as_the_same_band() =>
        Gen.Select(Walk, Gen.Int[0, 59], Gen.Int[1, 40]).Sample((walk, from, length) =>
        {
            var whole = new Watched();
            var held = new Watched();
            // What both saw before, so that both begin alike.
            whole.See(-60, 0);
            held.See(-60, 0);
            for (var i = 0; i < walk.Length; i++)
            {
                if (walk[i] is { } north)
                {
                    whole.See(i * 60, north);
                    if (i < from || i >= from + length)
                    {
                        held.See(i * 60, north);
                    }
                }

                whole.Tick((i * 60) + 30);
                held.Tick((i * 60) + 30);
            }

            for (var i = from; i < Math.Min(walk.Length, from + length); i++)
            {
                if (walk[i] is { } north)
                {
                    held.See(i * 60, north, after: 7200 - (i * 60));
                }
            }

            held.Tick(7260);
            whole.Tick(7260);
            string Known(Watched w) => string.Join(' ', w.Band(7260).Where(b => b.Verdict is not Verdict.Unknown).Select(b => $"{(b.From - Watched.Start).TotalSeconds}-{(b.Until - Watched.Start).TotalSeconds} {b.Verdict}"));
            Assert.Equal(Known(whole), Known(held));
        }, iter: 300);

    [Fact]
    public void A_band_has_no_overlap_and_what_is_said_last_holds()
    {
        var interval = Gen.Select(Gen.Int[0, 50], Gen.Int[0, 20], Gen.Int[0, 2], (from, length, verdict) =>
            new VerdictInterval(default, default, (Verdict)verdict, UnknownCause.None, At(from), At(from + length)));
        interval.Array[0, 20].Sample(said =>
        {
            var band = VerdictBand.Lay(said);
            return band.Zip(band.Skip(1)).All(p => p.First.Until <= p.Second.From && (p.First.Until < p.Second.From || p.First.Verdict != p.Second.Verdict))
                && Enumerable.Range(0, 71).All(t => VerdictBand.At(band, At(t))?.Verdict == said.LastOrDefault(s => s.From <= At(t) && At(t) < s.Until)?.Verdict);
        });
    }

    private static Instant At(int t) => Watched.Start + Duration.FromSeconds(t);

    private static Watched Run(double?[] walk)
    {
        var w = new Watched();
        for (var i = 0; i < walk.Length; i++)
        {
            if (walk[i] is { } north)
            {
                w.See(i * 60, north);
            }

            w.Tick((i * 60) + 30);
        }

        return w;
    }
}
