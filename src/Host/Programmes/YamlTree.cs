using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Throughline.Host.Programmes;

/// <summary>One node of a YAML file with its place. Read from the parser's events: no reflection at the start, and double keys survive to be named.</summary>
internal abstract record YamlTree(int Line, int Column)
{
    /// <summary>The file's only document. What breaks the syntax is a fault and null, because nothing behind it can be trusted.</summary>
    public static YamlTree? Read(string text, string file, List<ProgrammeFault> faults)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            while (parser.MoveNext())
            {
                if (parser.Current is NodeEvent)
                {
                    return Node(parser);
                }
            }

            faults.Add(new(file, 1, 1, "The file is empty. Start from a copy of the demonstration programme."));
        }
        catch (UnusedYaml unused)
        {
            faults.Add(new(file, unused.Line, unused.Column, "Anchors and aliases (& and *) are not used here. Write the value out."));
        }
        catch (YamlException broken)
        {
            faults.Add(new(file, (int)broken.Start.Line, (int)broken.Start.Column,
                "The text can't be read from here on. Check the indentation (spaces, no tabs), that each key ends in a colon and a space, and that text with a colon inside stands in quotes."));
        }

        return null;
    }

    private static YamlTree Node(Parser parser)
    {
        var (line, column) = ((int)parser.Current!.Start.Line, (int)parser.Current.Start.Column);
        if (parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw new UnusedYaml(line, column);
        }

        switch (parser.Current)
        {
            case YamlDotNet.Core.Events.Scalar scalar:
                return new YamlText(line, column, scalar.Value);
            case SequenceStart:
                var items = new List<YamlTree>();
                while (parser.MoveNext() && parser.Current is not SequenceEnd)
                {
                    items.Add(Node(parser));
                }

                return new YamlList(line, column, items);
            default:
                var entries = new List<(YamlText, YamlTree)>();
                while (parser.MoveNext() && parser.Current is not MappingEnd)
                {
                    var key = Node(parser) as YamlText ?? throw new YamlException(new Mark(0, line, column), new Mark(0, line, column), "A key is a word.");
                    parser.MoveNext();
                    entries.Add((key, Node(parser)));
                }

                return new YamlMap(line, column, entries);
        }
    }

    private sealed class UnusedYaml(int line, int column) : Exception
    {
        public int Line { get; } = line;
        public int Column { get; } = column;
    }
}

internal sealed record YamlText(int Line, int Column, string Value) : YamlTree(Line, Column);

internal sealed record YamlList(int Line, int Column, IReadOnlyList<YamlTree> Items) : YamlTree(Line, Column);

internal sealed record YamlMap(int Line, int Column, IReadOnlyList<(YamlText Key, YamlTree Value)> Entries) : YamlTree(Line, Column);
