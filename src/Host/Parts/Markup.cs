using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Throughline.Host.Parts;

/// <summary>
/// Markup from an interpolated string: what is written is markup, what is filled in is encoded, unless it is markup itself.
/// </summary>
internal sealed class Markup : IHtmlContent
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string text;

    private Markup(string text) => this.text = text;

    public static Markup None { get; } = new("");

    public static Markup Of(Filled filled) => new(filled.Close());

    /// <summary>Text that a person or a file wrote: encoded.</summary>
    public static Markup Text(string? words) => new(Encoder.Encode(words ?? ""));

    public static implicit operator Markup(string words) => Text(words);

    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces));

    public static Markup Render(IHtmlContent content)
    {
        if (content is Markup known)
            return known;
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        content.WriteTo(writer, Encoder);
        return new(writer.ToString());
    }

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(text);

    public override string ToString() => text;

    [InterpolatedStringHandler]
    internal readonly struct Filled(int literalLength, int holes)
    {
        private readonly StringBuilder to = new(literalLength + holes * 24);

        public void AppendLiteral(string markup) => to.Append(markup);

        public void AppendFormatted(string? words) => to.Append(Encoder.Encode(words ?? ""));

        public void AppendFormatted(IHtmlContent? markup) => to.Append(markup is null ? "" : Render(markup).text);

        public void AppendFormatted(int number) => to.Append(number.ToString("N0", CultureInfo.InvariantCulture));

        /// <summary>A coordinate of a picture: at most two decimals, a point whatever the language.</summary>
        public void AppendFormatted(double at) => to.Append(Math.Round(at, 2).ToString(CultureInfo.InvariantCulture));

        internal string Close() => to.ToString();
    }
}
