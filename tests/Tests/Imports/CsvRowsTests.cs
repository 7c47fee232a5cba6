using System.Text;
using CsCheck;
using Throughline.Host.Imports;

namespace Throughline.Tests.Imports;

public sealed class CsvRowsTests
{
    [Fact]
    public void Quoted_commas_newlines_and_quotes_come_back_as_they_were()
    {
        var rows = Read("a,b\r\n\"x, y\",\"line 1\nline 2\"\n\"say \"\"hi\"\"\",z\n");

        Assert.Equal(["x, y", "line 1\nline 2", "say \"hi\"", "z"], rows.SelectMany(r => new[] { r.Fields["a"], r.Fields["b"] }));
        Assert.Equal([2, 4], rows.Select(r => r.Line));
        Assert.All(rows, r => Assert.Null(r.Fault));
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "\r\n")]
    [InlineData(new byte[] { }, "\n")]
    public void A_byte_order_mark_and_either_line_end_are_taken(byte[] mark, string lineEnd)
    {
        var bytes = mark.Concat(Encoding.UTF8.GetBytes($"a,b{lineEnd}1,2{lineEnd}{lineEnd}3,4")).ToArray();

        Assert.Equal(["1", "3"], Read(bytes).Select(r => r.Fields["a"]));
    }

    [Fact]
    public void A_byte_that_is_not_utf_8_costs_its_row_and_is_named_by_line_column_and_byte()
    {
        var bytes = Encoding.UTF8.GetBytes("a,b\n1,2\nxy?,4\n5,6\n");
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xE9;

        var rows = Read(bytes);

        Assert.Equal("Line 3, column a: byte 3 of the value (0xE9) is not UTF-8.", rows[1].Fault!.Sentence);
        Assert.Equal([null, "not-utf-8", null], rows.Select(r => r.Fault?.Code));
    }

    [Theory]
    [InlineData("a,b\n1,2,3\n4,5\n", "wrong-number-of-columns")]
    [InlineData("a,b\n1\n4,5\n", "wrong-number-of-columns")]
    [InlineData("a,b\n1,x\ty\n4,5\n", "control-character")]
    [InlineData("a,b\n1,x\0y\n4,5\n", "control-character")]
    [InlineData("a,b\n1,x\u009By\n4,5\n", "control-character")]
    [InlineData("a,b\n1,\"never closed\n4,5\n", "unclosed-quote")]
    public void A_fault_costs_its_own_row_and_nothing_else(string text, string code)
    {
        var rows = Read(text);

        Assert.Equal(code, rows[0].Fault!.Code);
        Assert.Equal("4", rows[1].Fields["a"]);
        Assert.Null(rows[1].Fault);
    }

    [Theory]
    [InlineData("a,b,c\n1,\"x,1\n2,y,2\n3,\"q,z\",3\n4,w,4\n", "1!b 2 3 4")]
    [InlineData("a,b,c\n1,x,\"y\n2,\"p\",2\n3,w,4\n", "1!c 2 3")]
    [InlineData("a,b\n1,\"x\n2,\"x\n3,\"x\n4,y\n", "1!b 2!b 3!b 4")]
    [InlineData("a,b,c\n1,\"x,1\n2,\"\",2\n3,\"two\nlines\",3\n", "1!b 2 3")]
    public void A_quote_that_does_not_close_takes_no_later_row_with_it_even_when_a_later_row_has_quotes(string text, string expected)
    {
        var rows = Read(text).Where(r => r.Fields.GetValueOrDefault("a") is { Length: 1 });

        Assert.Equal(expected, string.Join(' ', rows.Select(r => r.Fields["a"] + (r.Fault is { } f ? "!" + f.Column : ""))));
        Assert.All(Read(text), r => Assert.True(r.Fault is null or { Code: "unclosed-quote" }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_field_of_ten_megabytes_costs_its_own_row(bool quoted)
    {
        var huge = new string('x', 10_000_000);
        var rows = Read($"a,b\n1,2\n3,{(quoted ? $"\"{huge}\"" : huge)}\n5,6\n");

        Assert.Equal(["1", "3", "5"], rows.Select(r => r.Fields["a"]));
        Assert.Equal([null, "too-long", null], rows.Select(r => r.Fault?.Code));
        Assert.True(rows[1].Fields["b"].Length <= CsvRows.ValueAtMost);
    }

    [Theory]
    [InlineData("some text\n")]
    [InlineData("a \"\"word\"\" in it\r\n")]
    [InlineData("x")]
    public void A_quoted_field_of_many_lines_and_ten_megabytes_costs_one_row(string line)
    {
        var huge = string.Concat(Enumerable.Repeat(line, 10_000_000 / line.Length));
        var rows = Read($"a,b,c\n1,2,3\n4,\"{huge}{huge}\nlast\",5\n6,7,8\n");

        Assert.Equal(["1", "4", "6"], rows.Select(r => r.Fields["a"]));
        Assert.Equal([null, "too-long", null], rows.Select(r => r.Fault?.Code));
        Assert.Equal($"a,b,c\n1,2,3\n4,{huge}{huge}\nlast".Count(c => c == '\n') + 2, rows[2].Line);
    }

    [Fact]
    public void A_quote_that_does_not_close_before_megabytes_of_rows_costs_one_row()
    {
        var rows = Read("a,b,c\n1,\"2,3\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},x,y\n")));

        Assert.Equal(200_001, rows.Count);
        Assert.Equal("unclosed-quote", Assert.Single(rows, r => r.Fault is not null).Fault!.Code);
    }

    [Fact]
    public void A_long_text_whose_quote_never_closes_takes_no_row_behind_it()
    {
        var rows = Read("a,b,c\n1,\"2" + string.Concat(Enumerable.Repeat("some text\n", 300_000)) + "4,5,6\n7,8,9\n");

        Assert.Equal(["1", "4", "7"], rows.Select(r => r.Fields["a"]));
    }

    [Theory]
    [InlineData("a,b\r1,2\r", "lone carriage return")]
    [InlineData("a\0,\0b\0\n", "not UTF-8")]
    public void A_file_of_another_kind_is_refused_with_what_it_is(string text, string words) =>
        Assert.Contains(words, Assert.Throws<CsvFileException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "The file is empty. Its first line must name the columns.")]
    [InlineData("a,c\n1,2\n", "The file has no column b. Its first line must name the columns; it names a, c.")]
    [InlineData("a,b,a\n1,2,3\n", "The file names the column a twice.")]
    public void A_file_without_its_columns_is_refused_as_a_whole(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CsvFileException>(() => Read(text)).Message);

    [Fact]
    public void Formula_looking_cells_are_neutralised_when_they_are_written()
    {
        Assert.Equal("'=HYPERLINK(\"\"x\"\")", CsvText.Field("=HYPERLINK(\"x\")").Trim('"'));
        Assert.Equal("'+12105550101", CsvText.Field("+12105550101"));
        Assert.Equal("'\uFF1D1", CsvText.Field("\uFF1D1"));
        Assert.Equal("a b", CsvText.Field("a b"));
    }

    [Fact]
    public void Any_grid_comes_back_at_any_size_of_chunk()
    {
        string[] odd = ["", "עברית", "e\u0301", "🙂", "\"\"", "\n\n"];
        var cell = Gen.OneOf(Gen.String[Gen.Char[" abc,\"\n\rñé"], 0, 12], Gen.Int[0, odd.Length - 1].Select(i => odd[i]));
        Gen.Select(cell.Array[3].List[1, 8], Gen.Int[1, 40]).Sample((grid, chunk) =>
        {
            var text = "a,b,c\n" + string.Concat(grid.Select(r => string.Join(',', r.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
            var rows = Read(new Chunks(Encoding.UTF8.GetBytes(text), chunk), ["a"]);

            Assert.Equal(grid.SelectMany(r => r), rows.SelectMany(r => new[] { "a", "b", "c" }.Select(n => r.Fields.GetValueOrDefault(n, ""))));
        });
    }

    [Fact]
    public void Any_bytes_end_in_rows_or_in_a_sentence() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        try
        {
            Read(bytes);
        }
        catch (CsvFileException e)
        {
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
        }
    });

    private static List<CsvRow> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static List<CsvRow> Read(byte[] bytes) => Read(new MemoryStream(bytes), ["a", "b"]);

    private static List<CsvRow> Read(Stream stream, string[] required)
    {
        var csv = new CsvRows(stream, required);
        var rows = new List<CsvRow>();
        while (csv.Read(out var row))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Gives its bytes in pieces of one size, as a network or a gzip does.</summary>
    private sealed class Chunks(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, size));
    }
}
