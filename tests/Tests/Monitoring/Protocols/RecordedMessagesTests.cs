using System.Text;
using System.Text.Json;
using NodaTime.Text;
using Throughline.Monitoring.Protocols;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Tests.Monitoring.Protocols;

/// <summary>Every recorded line of a protocol reads as the device meant it. "decoded" is another project's opinion: where we differ, it is listed with the reason.</summary>
public sealed class RecordedMessagesTests
{
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["Gt06#10"] = "The wearable's state byte is not known: we don't say that it is not charging.",
        ["Gt06#120"] = "A type without a description: kept raw, and its answer is unknown.",
        ["Gt06#13"] = "A model's own fields behind the cell; the fix is read.",
        ["Gt06#162"] = "Carries no checksum: refused.",
        ["Gt06#163"] = "Asks for a postal address, which we do not look up: kept raw.",
        ["Gt06#24"] = "Height and battery were read out of the serial number.",
        ["Gt06#35"] = "A driver's card in a model's own fields; the fix is read.",
        ["Gt06#47"] = "A model's own fields behind the cell; the fix is read.",
        ["Gt06#88"] = "The state was read one byte too early: it says power off, charging, level 5.",
        ["Gt06#90"] = "The state was read one byte too early: it says tamper, low voltage level 6.",
        ["Watch#8"] = "A voice message: not taken, not answered.",
        ["Megastek#34"] = "The sentence's checksum is wrong: refused.",
        ["Teltonika#41"] = "Shortened: the length says 166 bytes and 33 follow.",
        ["Gl100#4"] = "The oldest models say km/h, which was taken for knots.",
        ["Gl100#5"] = "The same, and it holds two fixes.",
        ["Gl100#10"] = "The oldest models say km/h, which was taken for knots.",
        ["Gl100#11"] = "The oldest models say km/h, which was taken for knots.",
        ["Gl100#13"] = "The same, and it holds two fixes.",
        ["Gl100#14"] = "The oldest models say km/h, which was taken for knots.",
        ["Gl200Binary#1"] = "A binary form: kept raw.",
        ["Gl200Binary#3"] = "A binary form: kept raw.",
        ["Gl200Binary#7"] = "A binary form: kept raw.",
        ["Gl601#1"] = "A binary form: kept raw.",
        ["Gl601#3"] = "A binary form: kept raw.",
        ["H02#31"] = "A model's own fields behind the state; the fix is read.",
        ["Gl200Text#18"] = "Holds a location, which was passed over.",
        ["Gl200Text#95"] = "The 00 before the send time is the odometer, not an empty battery.",
        ["Gl200Text#96"] = "The IMEI stands first; the device was taken to be called 1.",
    };

    [Theory]
    [InlineData("gt06.open")]
    [InlineData("gt06.status.open")]
    [InlineData("watch.open")]
    [InlineData("watch.status.open")]
    [InlineData("megastek.open")]
    [InlineData("megastek.status.open")]
    [InlineData("teltonika.open")]
    [InlineData("teltonika.status.open")]
    [InlineData("gl200.open")]
    [InlineData("r16h.open")]
    [InlineData("r16h.status.open")]
    [InlineData("laipac.open")]
    [InlineData("h02.open")]
    [InlineData("h02.status.open")]
    [InlineData("osmand.open")]
    [InlineData("owntracks.open")]
    public void Every_recorded_line_reads_as_the_device_meant_it(string file)
    {
        var wrong = Vector.Of(file).SelectMany(v => Differences(v).Select(d => $"{v.Id} {d}")).ToList();

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static IEnumerable<string> Differences(Vector vector)
    {
        if (vector.Kind == "command" || Exceptions.ContainsKey(vector.Id))
        {
            return [];
        }

        var heard = vector.Line.TryGetProperty("inputHttp", out _) ? Heard.Of(vector) : Heard.Of(Heard.Speaker(vector.Protocol), vector.Bytes());
        if (vector.Kind == "frame")
        {
            return heard.Left > 0 ? [$"leaves {heard.Left} bytes"] : [];
        }

        return vector.Refused
            ? heard.Fixes.Count + heard.Observations.Count == 0 && heard.Results.All(r => r is ReadResult.BadChecksum or ReadResult.Unreadable) ? [] : [$"is not refused: {string.Join(' ', heard.Results)}"]
            : [.. Fixes(vector, heard), .. Observations(vector, heard), .. Devices(vector, heard), .. Answers(vector, heard)];
    }

    private static IEnumerable<string> Fixes(Vector vector, Heard heard)
    {
        var theirs = vector.List("decoded").Where(d => !d.GetProperty("outdated").GetBoolean() && (d.GetProperty("valid").GetBoolean() || Number(d, "lat") != 0 || Number(d, "lon") != 0)).ToList();
        if (theirs.Count != heard.Fixes.Count)
        {
            yield return $"has {heard.Fixes.Count} fixes, not {theirs.Count}: {string.Join(' ', heard.Results)}";
            yield break;
        }

        foreach (var (their, our) in theirs.Zip(heard.Fixes))
        {
            if (!vector.ClockDependent && InstantPattern.ExtendedIso.Parse(their.GetProperty("fixTime").GetString()!).Value != our.Time)
            {
                yield return $"time {our.Time}, not {their.GetProperty("fixTime")}";
            }

            if (Math.Abs(Number(their, "lat") - our.Latitude) > 1e-5 || Math.Abs(Number(their, "lon") - our.Longitude) > 1e-5)
            {
                yield return $"place {our.Latitude} {our.Longitude}, not {Number(their, "lat")} {Number(their, "lon")}";
            }

            if (their.GetProperty("valid").GetBoolean() != our.Valid && our.Hdop != 0)
            {
                yield return $"valid {our.Valid}";
            }

            foreach (var (name, theirNumber, ourNumber) in new[] { ("speed", Number(their, "speedKnots") * 1.852, our.Speed), ("course", Number(their, "course"), our.Course), ("altitude", Number(their, "altitude"), our.Altitude) })
            {
                if (theirNumber != 0 && (ourNumber is null || Math.Abs(ourNumber.Value - theirNumber) > 0.1))
                {
                    yield return $"{name} {ourNumber}, not {theirNumber}";
                }
            }
        }
    }

    private static IEnumerable<string> Observations(Vector vector, Heard heard)
    {
        foreach (var attributes in vector.List("decoded").Select(d => d.GetProperty("attributes")))
        {
            if (attributes.TryGetProperty("batteryLevel", out var level) && !heard.Observations.Any(o => o.Kind == BatteryLevel && Math.Abs(o.Value - level.GetDouble()) <= 1))
            {
                yield return $"battery {level}, heard {string.Join(' ', heard.Observations.Where(o => o.Kind == BatteryLevel).Select(o => o.Value))}";
            }

            if (attributes.TryGetProperty("charge", out var charge) && !heard.Observations.Any(o => o.Kind == (charge.GetBoolean() ? Charging : NotCharging)))
            {
                yield return $"charge {charge}";
            }

            foreach (var alarm in attributes.TryGetProperty("alarm", out var alarms) ? alarms.GetString()!.Split(',') : [])
            {
                if (!heard.Observations.Any(o => o.Alarm && Meanings(alarm).Contains(o.Kind)))
                {
                    yield return $"alarm {alarm}, heard {string.Join(' ', heard.Observations.Select(o => o.Kind))}";
                }
            }
        }
    }

    private static ObservationKind[] Meanings(string alarm) => alarm switch
    {
        "sos" => [Sos],
        "general" => [Other, Sos, BatteryLow, StrapOpen],
        "lowBattery" => [BatteryLow],
        "vibration" or "accident" => [Shock],
        "tampering" => [Tamper],
        "removing" or "unlock" => [StrapOpen],
        "lock" => [StrapClosed],
        "overspeed" => [Overspeed],
        "powerCut" => [PowerLost],
        "powerRestored" => [PowerBack],
        "powerOff" => [PoweredOff],
        "powerOn" => [PoweredOn],
        "geofence" => [DeviceFence],
        "geofenceEnter" => [DeviceFenceEntered],
        "geofenceExit" => [DeviceFenceLeft],
        "fallDown" => [Fall],
        "jamming" => [Jamming],
        "door" => [Door],
        _ => [Other],
    };

    private static IEnumerable<string> Devices(Vector vector, Heard heard) =>
        vector.List("deviceIds").Select(d => d.GetString()).Where(d => !string.IsNullOrEmpty(d)).ToList() is { Count: > 0 } names && !heard.Devices.Exists(names.Contains)
            ? [$"device {string.Join(' ', heard.Devices)}, not {string.Join(' ', names)}"]
            : [];

    private static IEnumerable<string> Answers(Vector vector, Heard heard)
    {
        var always = vector.Protocol is "gl200" ? "acksIfAckEnabled" : "acks";
        foreach (var ack in vector.List(always))
        {
            if (ack.TryGetProperty("httpStatus", out _))
            {
                continue;
            }

            var said = ack.TryGetProperty("hex", out var hex) ? hex.GetString()! : Convert.ToHexStringLower(Encoding.UTF8.GetBytes(ack.GetProperty("text").GetString()!));
            if (vector.Protocol == "h02")
            {
                // Up to the time of the answer, which is the clock's.
                said = said[..Math.Min(said.Length, 2 * "*HQ,4210051415,V4,V1,".Length)];
            }

            if (!heard.Answers.Exists(a => Convert.ToHexStringLower(a).StartsWith(said, StringComparison.Ordinal)))
            {
                yield return $"answers {string.Join(' ', heard.Answers.Select(Convert.ToHexStringLower))}, not {said}";
            }
        }
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
