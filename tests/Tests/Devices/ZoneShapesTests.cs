using Throughline.Host.Bridges;

namespace Throughline.Tests.Devices;

public sealed class ZoneShapesTests
{
    private const string Square = "39.70, -104.90\n39.70, -104.80\n39.80, -104.80\n39.80, -104.90";

    [Fact]
    public void Corners_become_a_closed_ring_against_the_clock_whichever_way_they_were_walked()
    {
        var shape = ZoneShapes.Corners(Square).Shape!.Json;
        var backwards = ZoneShapes.Corners(string.Join('\n', Square.Split('\n').Reverse())).Shape!.Json;

        Assert.Equal("""{"type":"Polygon","coordinates":[[[-104.9,39.7],[-104.8,39.7],[-104.8,39.8],[-104.9,39.8],[-104.9,39.7]]]}""", shape);
        Assert.Equal(5, backwards.Split("],[").Length);
        Assert.True(ZoneShapes.Holds(backwards, (39.75, -104.85)));
        Assert.Equal(shape, ZoneShapes.Read(shape).Shape!.Json);
    }

    [Theory]
    [InlineData("39.7, -104.9\n39.8, -104.8")]
    [InlineData("39.7, -104.9\n39.8, -104.8\nDenver")]
    [InlineData("-104.9, 39.7\n-104.8, 39.7\n-104.8, 39.8")]
    [InlineData("39.7, -104.9\n39.8, -104.8\n39.7, -104.8\n39.8, -104.9")]
    [InlineData("")]
    public void What_is_no_area_is_said_and_not_mended(string corners) => Assert.NotNull(ZoneShapes.Corners(corners).Fault);

    [Theory]
    [InlineData(39.7392, -104.9903, true)]
    [InlineData(39.7405, -104.9903, true)]
    [InlineData(39.7406, -104.9903, false)]
    [InlineData(39.7392, -104.9885, false)]
    public void A_place_lies_in_a_circle_by_its_metres(double latitude, double longitude, bool isIn) =>
        Assert.Equal(isIn, ZoneShapes.Holds(ZoneShapes.Circle(39.7392, -104.9903, 150).Shape!.Json, (latitude, longitude)));

    [Fact]
    public void A_hole_is_not_in_the_area_and_two_areas_hold_what_either_holds()
    {
        const string holed = """{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]}""";
        Assert.False(ZoneShapes.Holds(ZoneShapes.Read(holed).Shape!.Json, (1.5, 1.5)));
        Assert.True(ZoneShapes.Holds(ZoneShapes.Read(holed).Shape!.Json, (3, 3)));
        var both = ZoneShapes.Read("""{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}""").Shape!.Json;
        Assert.True(ZoneShapes.Holds(both, (5.2, 5.8)));
        Assert.Equal(both, ZoneShapes.Read(both).Shape!.Json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"type":"Point","coordinates":[1,2]}""")]
    [InlineData("""{"type":"Circle","coordinates":[1,2],"radius":5}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1]]]}""")]
    [InlineData("""{"type":"Polygon","coordinates":"x"}""")]
    public void What_a_map_gives_is_checked_as_what_a_hand_writes(string json) => Assert.NotNull(ZoneShapes.Read(json).Fault);
}
