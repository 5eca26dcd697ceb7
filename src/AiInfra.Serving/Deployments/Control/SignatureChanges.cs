using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>What callers of one version would notice if another answered in its place.</summary>
/// <remarks>Tolerated: inputs that take more than before, further outputs, an open dimension of an output that became fixed, and an output dimension that counts the classes which the model names.</remarks>
internal static class SignatureChanges
{
    public static IReadOnlyList<string> Between(ModelSignature now, ModelSignature next)
    {
        var changes = new List<string>();
        foreach (TensorSpec input in now.Inputs)
        {
            Compare("input", input, next.IndexOfInput(input.Name) is >= 0 and int i ? next.Inputs[i] : null, Takes, changes);
        }

        changes.AddRange(next.Inputs.Where(i => now.IndexOfInput(i.Name) < 0).Select(i => $"input {i} is new, and callers do not send it"));
        foreach (TensorSpec output in now.Outputs)
        {
            Compare("output", output, next.IndexOfOutput(output.Name) is >= 0 and int o ? next.Outputs[o] : null, (was, becomes) => Gives(was, becomes, now, next), changes);
        }

        if (!now.Features.SequenceEqual(next.Features))
        {
            changes.Add($"the elements of the input were named {Names(now.Features)} and are named {Names(next.Features)}");
        }

        if (changes.Count == 0 && ((now.HasRows && !next.HasRows) || (now.HasFixedRows && !next.HasFixedRows)))
        {
            changes.Add("it does not take rows");
        }

        return changes;
    }

    /// <summary>Whether answers name their classes otherwise: callers that read by name do not notice, those that read by place must know.</summary>
    public static string? Classes(ModelSignature now, ModelSignature next) => now.Classes.SequenceEqual(next.Classes)
        ? null
        : $"the classes were {Names(now.Classes)} and are {Names(next.Classes)}";

    private static void Compare(string kind, TensorSpec was, TensorSpec? becomes, Func<TensorSpec, TensorSpec, bool> fits, List<string> changes)
    {
        if (becomes is null)
        {
            changes.Add($"{kind} {was} is gone");
        }
        else if (!fits(was, becomes))
        {
            changes.Add($"{kind} {was} became {becomes}");
        }
    }

    private static bool Takes(TensorSpec was, TensorSpec becomes) =>
        was.Type == becomes.Type && was.Shape.Count == becomes.Shape.Count && was.Shape.Zip(becomes.Shape).All(d => d.Second < 0 || d.Second == d.First);

    private static bool Gives(TensorSpec was, TensorSpec becomes, ModelSignature now, ModelSignature next) =>
        was.Type == becomes.Type && was.Shape.Count == becomes.Shape.Count
        && was.Shape.Zip(becomes.Shape).All(d => d.First < 0 || d.First == d.Second || (d.First == now.Classes.Count && d.Second == next.Classes.Count && d.Second > 0));

    private static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "not at all" : $"[{string.Join(", ", names)}]";
}
