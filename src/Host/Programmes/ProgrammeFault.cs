namespace Throughline.Host.Programmes;

/// <summary>What is wrong at one place of a programme's files and what to write instead. Line and column start at 1.</summary>
internal sealed record ProgrammeFault(string File, int Line, int Column, string Sentence)
{
    public override string ToString() => $"{File}, line {Line}, column {Column}: {Sentence}";
}

/// <summary>A programme that can't be used: all of its faults, in the order of file and line.</summary>
internal sealed class ProgrammeFaultsException(IReadOnlyList<ProgrammeFault> faults)
    : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<ProgrammeFault> Faults { get; } = faults;
}
