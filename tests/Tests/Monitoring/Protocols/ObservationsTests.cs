using System.Buffers;
using System.Text;
using NodaTime;
using Throughline.Monitoring.Protocols;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Tests.Monitoring.Protocols;

public sealed class ObservationsTests
{
    [Theory]
    [InlineData(0x01, Sos)]
    [InlineData(0x02, PowerLost)]
    [InlineData(0x03, Shock)]
    [InlineData(0x04, DeviceFenceEntered)]
    [InlineData(0x05, DeviceFenceLeft)]
    [InlineData(0x06, Overspeed)]
    [InlineData(0x0C, Tamper)]
    [InlineData(0x0E, BatteryLow)]
    [InlineData(0x0F, BatteryLow)]
    [InlineData(0x11, PoweredOff)]
    [InlineData(0x13, Tamper)]
    [InlineData(0x14, Door)]
    [InlineData(0x18, StrapOpen)]
    [InlineData(0x19, BatteryLow)]
    [InlineData(0x23, Fall)]
    [InlineData(0x25, Tamper)]
    [InlineData(0x30, Jamming)]
    [InlineData(0x32, Tamper)]
    [InlineData(0x77, Other)]
    public void A_gt06_alarm_is_what_its_code_says_and_its_state_byte_is_heard_beside_it(int code, ObservationKind kind)
    {
        // The state byte says: low battery, charging.
        var heard = Heard.Of(Heard.Speaker("gt06"), Gt06Frames.Alarm((byte)code, state: 0x1C));

        Assert.Contains(heard.Observations, o => o is { Alarm: true, Fix: 0 } && o.Kind == kind && o.Code == code);
        Assert.Contains(heard.Observations, o => o is { Alarm: true, Kind: BatteryLow, Code: 0x103 });
        Assert.Contains(heard.Observations, o => o is { Alarm: false, Kind: Charging });
        Assert.Equal(Gt06Frames.Answer(0x26, 7), heard.Answers.Single());
    }

    [Theory]
    [InlineData(1, Shock)]
    [InlineData(2, PowerLost)]
    [InlineData(3, BatteryLow)]
    [InlineData(4, Sos)]
    [InlineData(5, Other)]
    [InlineData(6, DeviceFence)]
    [InlineData(7, StrapOpen)]
    public void A_gt06_heartbeat_can_carry_an_alarm(int bits, ObservationKind kind)
    {
        var heard = Heard.Of(Heard.Speaker("gt06"), Gt06Frames.Frame(0x13, (byte)(bits << 3), 5, 3, 0, 2));

        Assert.Equal([ReadResult.Heartbeat], heard.Results);
        Assert.Equal([(NotCharging, false), (kind, true), (BatteryLevel, false)], heard.Observations.Select(o => (o.Kind, o.Alarm)));
    }

    [Theory]
    [InlineData(0, BatteryLow)]
    [InlineData(1, DeviceFenceLeft)]
    [InlineData(2, DeviceFenceEntered)]
    [InlineData(3, StrapOpen)]
    [InlineData(4, Moving)]
    [InlineData(14, NotCharging)]
    [InlineData(16, Sos)]
    [InlineData(17, BatteryLow)]
    [InlineData(18, DeviceFenceLeft)]
    [InlineData(19, DeviceFenceEntered)]
    [InlineData(20, StrapOpen)]
    [InlineData(21, Fall)]
    [InlineData(22, Fall)]
    [InlineData(27, Other)]
    public void A_watch_status_bit_is_what_it_says(int bit, ObservationKind kind) =>
        Assert.Contains(Watch($"{1u << bit:X8}").Observations, o => o.Kind == kind && o.Code == bit && o.Alarm == bit >= 16);

    [Fact]
    public void All_bits_of_a_watch_are_heard_not_the_first() =>
        Assert.Equal(32, Watch("FFFFFFFF").Observations.Count(o => o.Kind != BatteryLevel));

    [Fact]
    public void A_watch_alarm_without_a_bit_is_still_an_alarm() =>
        Assert.Contains(Heard.Of(Heard.Speaker("watch"), WatchText("AL", "00000000")).Observations, o => o is { Kind: Other, Alarm: true });

    [Fact]
    public void Status_bits_of_h02_are_active_low_and_all_are_heard()
    {
        var heard = Heard.Of(Heard.Speaker("h02"), "*HQ,4109876543,V1,102030,A,5130.0420,N,00007.4760,W,012.30,271,070326,FFF3FFF8#"u8.ToArray());

        Assert.Equal([(Shock, 0), (Sos, 1), (Overspeed, 2), (Sos, 18), (PowerLost, 19)], heard.Observations.Select(o => (o.Kind, o.Code)));
    }

    [Theory]
    [InlineData("3", Sos, "$AVCFG,00000000,d*31")]
    [InlineData("T", Tamper, "$AVCFG,00000000,t*21")]
    [InlineData("Z", BatteryLow, "$AVCFG,00000000,z*2F")]
    [InlineData("5", PowerLost, "")]
    [InlineData("8", Shock, "")]
    [InlineData("H", PoweredOff, "")]
    [InlineData("4", DeviceFenceLeft, "$AVCFG,00000000,x*2D")]
    public void A_laipac_event_is_what_its_letter_says(string letter, ObservationKind kind, string answer)
    {
        var inside = $"AVRMC,99999999,164339,A,4351.0542,N,07923.5445,W,0.29,78.66,180703,{letter},3.727,17,1,0,0";
        var heard = Heard.Of(Heard.Speaker("laipac"), Encoding.ASCII.GetBytes($"${inside}*{inside.Aggregate(0, (sum, c) => sum ^ c):X2}\r\n"));

        Assert.Contains(heard.Observations, o => o.Kind == kind && o.Alarm);
        Assert.Equal(answer, string.Concat(heard.Answers.Select(a => Encoding.ASCII.GetString(a).Trim())));
    }

    [Theory]
    [InlineData("GTSOS", Sos)]
    [InlineData("GTJDR", Jamming)]
    [InlineData("GTLSA", Tamper)]
    [InlineData("GTPFA", PoweredOff)]
    [InlineData("GTBPL", BatteryLow)]
    public void A_queclink_event_is_what_its_name_says_and_stored_ones_say_so(string name, ObservationKind kind)
    {
        var heard = Heard.Of(Heard.Speaker("queclink"), Encoding.ASCII.GetBytes($"+BUFF:{name},1A0102,135790246811220,,3.60,0,1,1,4.3,92,70.0,121.354335,31.222073,20090214013254,0460,0000,18d8,6141,,80,20090214093254,11F0$"));

        Assert.Contains(heard.Observations, o => o.Kind == kind && o.Alarm);
        Assert.True(heard.Fixes.Single().Stored);
    }

    [Fact]
    public void A_queclink_heartbeat_is_answered_as_its_manual_says()
    {
        var line = Vector.Of("vendor-docs").Single(v => v.Protocol == "gl200");
        var heard = Heard.Of(Heard.Speaker("gl200"), line.Bytes());

        Assert.Equal([ReadResult.Heartbeat], heard.Results);
        Assert.Equal(line.Line.GetProperty("expected").GetProperty("ackText").GetString(), Encoding.ASCII.GetString(heard.Answers.Single()));
    }

    [Fact]
    public void The_vendors_examples_of_teltonika_and_gt06_read_as_printed()
    {
        foreach (var line in Vector.Of("vendor-docs").Where(v => v.Protocol == "teltonika"))
        {
            var expected = line.Line.GetProperty("expected");
            var heard = Heard.Of(Heard.Speaker("teltonika"), line.Bytes());
            Assert.Equal(expected.GetProperty("ackHex").GetString(), Convert.ToHexStringLower(heard.Answers.Single()));
            // No satellites and no place: there is nothing to draw on a map.
            Assert.Empty(heard.Fixes);
        }

        var gt06 = Heard.Of(Heard.Speaker("gt06"), Vector.Of("vendor-docs").Single(v => v.Protocol == "gt06").Bytes());
        Assert.Contains(gt06.Observations, o => o is { Kind: PowerLost, Alarm: true });
        Assert.Contains(gt06.Observations, o => o is { Kind: BatteryLevel, Value: 83 });
    }

    [Theory]
    [InlineData("GPSD", "L", "SOS", Sos)]
    [InlineData("GPSD", "L", "LBT", BatteryLow)]
    [InlineData("GPSD", "R", "ULK", StrapOpen)]
    public void An_r16h_says_its_strap_in_every_report(string type, string strap, string flag, ObservationKind kind)
    {
        var heard = Heard.Of(Heard.Speaker("r16h"), Encoding.ASCII.GetBytes($"@{type},860000000000017,R,20260307,102030,51.500700,N,0.124600,W,12,271,35,88,{strap},{flag}\r\n"));

        Assert.Contains(heard.Observations, o => o is { Alarm: false } && o.Kind == (strap == "L" ? StrapClosed : StrapOpen));
        Assert.Contains(heard.Observations, o => o is { Alarm: true } && o.Kind == kind);
    }

    [Fact]
    public void A_gt06_login_names_the_device_and_its_clock_sets_the_times_that_follow()
    {
        var gt06 = Heard.Speaker("gt06");
        var reading = new Reading();
        // The zone: 4 hours and 30 minutes west.
        var login = new ReadOnlySequence<byte>(Gt06Frames.Frame(0x01, [0x08, 0x60, 0, 0, 0, 0, 0, 0x17, 0, 1, 0x1A, 0xE8]));

        Assert.Equal(ReadResult.Login, gt06.TryRead(ref login, new Arrival(Heard.Received), reading));
        Assert.Equal("860000000000017", reading.DeviceText);
        Assert.Equal(Offset.FromHoursAndMinutes(-4, -30), reading.DeviceClock);

        var clock = reading.DeviceClock!.Value;
        var fix = new ReadOnlySequence<byte>(Gt06Frames.Alarm(0, 0));
        gt06.TryRead(ref fix, new Arrival(Heard.Received, clock), reading);
        Assert.Equal(Instant.FromUtc(2026, 3, 7, 17, 4, 56), reading.Fixes[0].Time);
    }

    [Fact]
    public void A_gt06_that_asks_the_time_is_told_utc() =>
        Assert.Equal(Gt06Frames.Frame(0x8A, [26, 11, 24, 3, 24, 42]), Heard.Of(Heard.Speaker("gt06"), Gt06Frames.Frame(0x8A)).Answers.Single());

    [Fact]
    public void Teltonika_datagrams_carry_the_imei_and_are_acknowledged_by_packet_and_count()
    {
        var tcp = Vector.Of("teltonika.status.open").Single(v => v.Id == "teltonikaD#16").Bytes();
        byte[] inside = [0xCA, 0xFE, 1, 5, 0, 15, .. "352093081452251"u8, .. tcp[8..^4]];
        var heard = Heard.Of(Heard.Speaker("teltonika-udp"), [(byte)(inside.Length >> 8), (byte)inside.Length, .. inside]);

        Assert.Equal("352093081452251", heard.Devices.Single());
        Assert.Equal([0, 5, 0xCA, 0xFE, 1, 5, 1], heard.Answers.Single());
        Assert.Contains(heard.Observations, o => o is { Kind: Fall, Alarm: true, Code: 242, Fix: 0 });
    }

    [Fact]
    public void An_unknown_message_is_kept_raw_and_answered()
    {
        var bytes = new ReadOnlySequence<byte>(Gt06Frames.Frame(0x7B, 1, 2, 3));
        var reading = new Reading();

        Assert.Equal(ReadResult.Unknown, Heard.Speaker("gt06").TryRead(ref bytes, new Arrival(Heard.Received), reading));
        Assert.Equal(Gt06Frames.Frame(0x7B, 1, 2, 3), reading.Raw.ToArray());
        Assert.Equal(Gt06Frames.Answer(0x7B, 7), reading.Answer.ToArray());
    }

    private static Heard Watch(string status) => Heard.Of(Heard.Speaker("watch"), WatchText("UD", status));

    private static byte[] WatchText(string command, string status)
    {
        var content = $"{command},070326,102030,A,51.500700,N,0.124600,W,12.30,271,35,9,88,66,120,0,{status},1,0,234,15,4660,22187,-71,0";
        return Encoding.ASCII.GetBytes($"[3G*8800000015*{content.Length:X4}*{content}]");
    }
}
