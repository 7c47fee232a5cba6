using CsCheck;
using Throughline.Monitoring.Zones;

namespace Throughline.Tests.Monitoring.Zones;

public sealed class ZoneShapeTests
{
    private const string Square = "[[0,0],[1,0],[1,1],[0,1],[0,0]]";

    [Fact]
    public void A_shape_has_one_form_however_it_was_drawn()
    {
        var drawn = Polygon("[[0,0],[0,1],[1,1],[1.00000000001,0.0],[0,0]]", "[[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.4],[0.2,0.2]]");
        Assert.Equal("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[0.2,0.2],[0.2,0.4],[0.4,0.4],[0.4,0.2],[0.2,0.2]]]}""", Read(drawn).Shape!.Json);
        Assert.Equal(Read(drawn).Shape, Read(Read(drawn).Shape!.Json).Shape);
    }

    [Fact]
    public void A_circle_and_several_polygons_are_shapes()
    {
        Assert.Equal("""{"type":"Circle","coordinates":[-87.63,41.88],"radius":150.5}""", Read("""{"type":"Circle","coordinates":[-87.63,41.88],"radius":150.5}""").Shape!.Json);
        Assert.NotNull(Read($$"""{"type":"MultiPolygon","coordinates":[[{{Square}}],[[[2,2],[3,2],[3,3],[2,2]]]]}""").Shape);
    }

    [Theory]
    [InlineData("[[0,0],[1,0],[1,1],[0,1]]", "The ring is not closed: its last place must be its first.")]
    [InlineData("[[0,0],[1,1],[1,0],[0,1],[0,0]]", "The border crosses or touches itself near 0.5, 0.5.")]
    [InlineData("[[0,0],[1,91],[1,0],[0,0]]", "A latitude lies between -90 and 90. GeoJSON has the longitude first.")]
    [InlineData("[[0,0],[181,1],[1,0],[0,0]]", "A longitude lies between -180 and 180; a zone across the date line is drawn as two polygons.")]
    [InlineData("[[0,0],[1,1],[0,0]]", "A ring has at least three corners and ends where it began.")]
    [InlineData("[[0,0],[1,\"1\"],[1,0],[0,0]]", "A ring is a list of places, each a longitude and a latitude.")]
    public void A_ring_that_is_none_is_refused_with_a_sentence(string ring, string sentence) =>
        Assert.Equal(sentence, Read(Polygon(ring)).Refusal);

    [Theory]
    [InlineData("", "This is not JSON.")]
    [InlineData("[]", "A zone is a GeoJSON object with a type.")]
    [InlineData("{}", "The zone has no type. It is Polygon, MultiPolygon or Circle.")]
    [InlineData("{\"type\":\"Point\",\"coordinates\":[0,0]}", "A zone is a Polygon, a MultiPolygon or a Circle, not 'Point'.")]
    [InlineData("{\"type\":\"Circle\",\"coordinates\":[0,0],\"radius\":0}", "The radius must be more than 0 metres.")]
    [InlineData("{\"type\":\"Circle\",\"coordinates\":[0,0],\"radius\":-5}", "The radius must be more than 0 metres.")]
    [InlineData("{\"type\":\"Circle\",\"coordinates\":[0,0],\"radius\":1e9}", "The radius must be at most 500 kilometres.")]
    [InlineData("{\"type\":\"Circle\",\"coordinates\":[0,95],\"radius\":10}", "A latitude lies between -90 and 90. GeoJSON has the longitude first.")]
    [InlineData("{\"type\":\"Circle\",\"coordinates\":[0,0]}", "A circle has one place, longitude first, and a radius in metres.")]
    [InlineData("{\"type\":\"MultiPolygon\",\"coordinates\":[]}", "The zone has no polygon.")]
    public void What_is_no_zone_is_refused_with_a_sentence(string json, string sentence) => Assert.Equal(sentence, Read(json).Refusal);

    [Fact]
    public void Holes_lie_inside_and_parts_beside_each_other()
    {
        Assert.StartsWith("A hole lies outside of the zone", Read(Polygon(Square, "[[5,5],[6,5],[6,6],[5,5]]")).Refusal, StringComparison.Ordinal);
        Assert.NotNull(Read($$"""{"type":"MultiPolygon","coordinates":[[{{Square}}],[[[0.5,0.5],[3,2],[3,3],[0.5,0.5]]]]}""").Refusal);
    }

    [Fact]
    public void Too_many_corners_are_refused()
    {
        var corners = Enumerable.Range(0, ZoneShape.MostCorners + 1).Select(i => $"[{Math.Cos(i * 2 * Math.PI / 20001):0.0000000},{Math.Sin(i * 2 * Math.PI / 20001):0.0000000}]").ToList();
        Assert.StartsWith("The zone has more than 20000 corners", Read(Polygon($"[{string.Join(',', corners.Append(corners[0]))}]")).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_sent_is_a_shape_or_a_sentence()
    {
        Gen.String.Sample(text => OneOfTwo(Read(text)));
        var good = Polygon(Square, "[[0.2,0.2],[0.4,0.2],[0.4,0.4],[0.2,0.4],[0.2,0.2]]");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Char["0123456789-[]{},.\"e"]).Sample((at, c) => OneOfTwo(Read(good[..at] + c + good[(at + 1)..])));
        Gen.Int[0, good.Length - 1].Sample(at => OneOfTwo(Read(good[..at])));
    }

    private static bool OneOfTwo((ZoneShape? Shape, string? Refusal) read) => read.Shape is null != read.Refusal is null;

    private static (ZoneShape? Shape, string? Refusal) Read(string json) => ZoneShape.Read(json);

    private static string Polygon(params string[] rings) => $$"""{"type":"Polygon","coordinates":[{{string.Join(',', rings)}}]}""";
}
