using Throughline.Casefile.Programmes;

namespace Throughline.Host.Programmes;

/// <summary>Reads a programme from its folder: one <c>*.yaml</c> file and the <c>offices.csv</c> that it names.</summary>
internal static class ProgrammeFile
{
    /// <summary>The programme, or <see cref="ProgrammeFaultsException"/> with every fault found.</summary>
    public static Programme Load(string folder) => throw new NotImplementedException(folder);
}
