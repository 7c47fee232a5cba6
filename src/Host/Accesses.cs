using Throughline.Casefile;
using Throughline.Storage;

namespace Throughline.Host;

/// <summary>Who opened whose file, when, in which role and for what reason. The person sees these lines.</summary>
internal static class Accesses
{
    public static Task RecordAsync(Installation installation, Actor who, IEnumerable<CaseId> cases, string reason, string route)
    {
        var ids = cases.ToList();
        return ids.Count == 0 ? Task.CompletedTask : installation.Recorder.RecordAsync(who, (scene, now) =>
        {
            foreach (var id in ids)
            {
                scene.RecordAccess(id, who, now, reason, route);
            }

            return Decision.Nothing;
        });
    }
}
