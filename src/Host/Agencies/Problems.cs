using Throughline.Casefile;
using Throughline.Host.Casework;

namespace Throughline.Host.Agencies;

/// <summary>The one translation of refusals for machines: RFC 9457, <c>type</c> is the code.</summary>
internal static class Problems
{
    public static IResult Of(Refusal refusal) => Results.Problem(detail: refusal.Sentence, type: refusal.Code, title: "The rule refused it", statusCode: Status(refusal.Code));

    public static IResult Of(FieldFault fault) => Results.Problem(
        detail: fault.Sentence, type: fault.Code, title: "A field can't be taken", statusCode: 422, extensions: new Dictionary<string, object?> { ["field"] = fault.Column });

    private static int Status(string code) => code switch
    {
        _ when code.StartsWith("no-such", StringComparison.Ordinal) => 404,
        "record-conflict" or "changed-meanwhile" or "not-your-office" or "not-responsible" or "matched-already" => 409,
        "record-erased" or "erased-already" => 410,
        _ when code.StartsWith("handoff-not", StringComparison.Ordinal) || code.StartsWith("transfer-not", StringComparison.Ordinal) => 409,
        _ => 422,
    };
}
