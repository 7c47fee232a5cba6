using System.Text;
using NodaTime;
using Throughline.Monitoring.Protocols;
using static Throughline.Monitoring.Protocols.ObservationKind;

namespace Throughline.Tests.Monitoring.Protocols;

public sealed class PhonesTests
{
    internal const string Client = """
        {"device_id":"7743","location":{"timestamp":"2026-11-24T09:15:02.500Z","coords":{"latitude":41.8781,"longitude":-87.6298,"accuracy":12.5,"speed":2,"heading":-1,"altitude":180},
        "is_moving":true,"battery":{"level":0.42,"is_charging":false},"alarm":"sos","extras":{}}}
        """;

    [Fact]
    public void The_new_client_posts_json()
    {
        var (result, reading) = Read(new PhoneRequest("secret=s3", "application/json", Encoding.UTF8.GetBytes(Client)));

        Assert.Equal((ReadResult.Fixes, "7743", "s3"), (result, reading.DeviceText, reading.Secret));
        var fix = reading.Fixes[0];
        Assert.Equal((Instant.FromUtc(2026, 11, 24, 9, 15, 2).PlusNanoseconds(500_000_000), 41.8781, -87.6298, 12.5f, 7.2f, null), (fix.Time, fix.Latitude, fix.Longitude, fix.Accuracy, fix.Speed, fix.Course));
        Assert.Equal([(Moving, 0), (BatteryLevel, 42), (NotCharging, 0), (Sos, 0)], reading.Observations.ToArray().Select(o => (o.Kind, (int)o.Value)));
    }

    [Fact]
    public void A_form_reads_as_the_query_does()
    {
        var (result, reading) = Read(new PhoneRequest("", "application/x-www-form-urlencoded", "deviceid=7&lat=41.5&lon=-87.25&timestamp=1377177267000&speed=10&batt=55&charge=true"u8.ToArray()));

        Assert.Equal((ReadResult.Fixes, "7"), (result, reading.DeviceText));
        Assert.Equal((Instant.FromUnixTimeSeconds(1377177267), 18.52f), (reading.Fixes[0].Time, reading.Fixes[0].Speed));
        Assert.Equal([BatteryLevel, Charging], reading.Observations.ToArray().Select(o => o.Kind));
    }

    [Theory]
    [InlineData("id=7&lat=abc&lon=2&timestamp=1377177267", ReadResult.Report)]
    [InlineData("id=7&lat=91&lon=2&timestamp=1377177267", ReadResult.Unreadable)]
    [InlineData("id=7&lat=1&lon=2&timestamp=yesterday", ReadResult.Unreadable)]
    [InlineData("lat=1&lon=2", ReadResult.Unreadable)]
    [InlineData("id=%zz&lat=1&lon=2", ReadResult.Fixes)]
    public void What_a_phone_says_wrongly_is_no_exception(string query, ReadResult expected) => Assert.Equal(expected, Read(new PhoneRequest(query, "", default)).Result);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"device_id\":7,\"location\":[]}")]
    [InlineData("{\"\\ud800\":1,\"device_id\":\"\\udfff\"}")]
    [InlineData("{\"_type\":\"location\",\"tst\":1e300,\"lat\":1,\"lon\":2,\"tid\":\"\\ud800\"}")]
    public void Json_that_is_none_or_another_is_unreadable(string body)
    {
        var request = new PhoneRequest("", "application/json", Encoding.UTF8.GetBytes(body));

        Assert.Equal(ReadResult.Unreadable, Read(request).Result);
        Assert.Equal(ReadResult.Unreadable, OwnTracks.Read(request, new Reading()));
    }

    [Fact]
    public void OwnTracks_is_named_by_its_credentials_not_by_two_letters()
    {
        var reading = new Reading();
        var request = new PhoneRequest("", "application/json", """{"_type":"location","tst":1497349316,"lat":48.85833,"lon":2.29513,"tid":"JJ","batt":67,"bs":2}"""u8.ToArray(),
            "Basic " + Convert.ToBase64String("phone-7:s:3"u8));

        Assert.Equal(ReadResult.Fixes, OwnTracks.Read(request, reading));
        Assert.Equal(("phone-7", "s:3"), (reading.DeviceText, reading.Secret));
        Assert.Equal([BatteryLevel, Charging], reading.Observations.ToArray().Select(o => o.Kind));
    }

    [Fact]
    public void Only_the_devices_own_secret_lets_it_in()
    {
        var kept = DeviceSecret.Kept(DeviceSecret.Of("s3").Hash);

        Assert.True(kept.Matches("s3"));
        Assert.False(kept.Matches("s4"));
        Assert.False(kept.Matches(null));
        Assert.False(default(DeviceSecret).Matches(""));
    }

    private static (ReadResult Result, Reading Reading) Read(PhoneRequest request)
    {
        var reading = new Reading();
        return (OsmAnd.Read(request, Heard.Received, reading), reading);
    }
}
