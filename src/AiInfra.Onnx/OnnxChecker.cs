using AiInfra.Onnx.Operators;

namespace AiInfra.Onnx;

/// <summary>Checks that a model keeps the rules of the format, and that known operators are called as they can be.</summary>
public static class OnnxChecker
{
    /// <summary>Everything that is wrong, in the order of the graph; empty for a good model. Calls of the standard operators are judged from opset 13 on; in older models all but these.</summary>
    public static IReadOnlyList<OnnxFinding> Check(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var findings = new List<OnnxFinding>();
        if (model.IrVersion < 1)
        {
            findings.Add(new("ir_version", "is not set"));
        }

        var opsets = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < model.Opsets.Count; i++)
        {
            if (!opsets.Add(model.Opsets[i].Key))
            {
                findings.Add(new($"opset_import[{i}]", $"the domain '{model.Opsets[i].Domain}' is imported twice"));
            }

            if (model.Opsets[i].Version < 1)
            {
                findings.Add(new($"opset_import[{i}]", $"the version {model.Opsets[i].Version} is not one"));
            }
        }

        if (opsets.Count == 0)
        {
            findings.Add(new("opset_import", "no operator set is imported"));
        }

        var functions = model.Functions.Select(f => (OnnxOpset.Normalise(f.Domain), f.Name)).ToHashSet();
        new GraphChecker(findings, opsets, functions, model.OpsetVersion).Check(model.Graph, "graph", null);
        return findings;
    }

    /// <summary>Checks, and throws when something is wrong.</summary>
    /// <exception cref="OnnxFormatException">Lists the first findings with their places.</exception>
    public static void CheckOrThrow(OnnxModel model)
    {
        IReadOnlyList<OnnxFinding> findings = Check(model);
        if (findings.Count > 0)
        {
            string more = findings.Count > 8 ? $"; and {findings.Count - 8} more" : "";
            throw new OnnxFormatException($"The model breaks {findings.Count} rules: {string.Join("; ", findings.Take(8))}{more}", findings[0].Where, "Correct what is named, or export the model again.");
        }
    }
}
