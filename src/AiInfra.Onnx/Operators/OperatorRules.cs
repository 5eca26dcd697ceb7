using System.Collections.Frozen;

namespace AiInfra.Onnx.Operators;

/// <summary>The operators this library knows. Others pass unchecked, with outputs of unknown type.</summary>
internal static class OperatorRules
{
    private static readonly FrozenDictionary<(string Domain, string Name), OperatorRule> Rules = Table().ToFrozenDictionary();

    public static bool Knows(OnnxNode node) => Rules.ContainsKey((OnnxOpset.Normalise(node.Domain), node.OpType));

    /// <summary>What is wrong with a call, or null.</summary>
    public static string? Problem(OperatorCall call)
    {
        if (Rule(call) is not OperatorRule rule)
        {
            return null;
        }

        int given = call.Node.Inputs.Count;
        if (given < rule.MinInputs || given > rule.MaxInputs)
        {
            string wanted = rule.MinInputs == rule.MaxInputs ? $"{rule.MinInputs}" : rule.MaxInputs == int.MaxValue ? $"{rule.MinInputs} or more" : $"{rule.MinInputs} to {rule.MaxInputs}";
            return $"takes {wanted} inputs, {given} are given";
        }

        if (call.OutputCount > rule.MaxOutputs)
        {
            return $"gives {rule.MaxOutputs} outputs, {call.OutputCount} are asked for";
        }

        for (int i = 0; i < rule.MinInputs; i++)
        {
            if (!call.Has(i))
            {
                return $"input {i} is left out and is not optional";
            }
        }

        if (rule.Accepts is { } accepts && call.Type(0) is { ElementType: not OnnxElementType.Undefined } first && !accepts(first.ElementType))
        {
            return $"does not take {first.ElementType}";
        }

        return Disagreement(call, rule) ?? rule.Check?.Invoke(call);
    }

    /// <summary>The types of the outputs, null where not known.</summary>
    public static OnnxTensorType?[] Infer(OperatorCall call)
    {
        var types = new OnnxTensorType?[call.OutputCount];
        if (Rule(call) is OperatorRule rule)
        {
            for (int i = 0; i < types.Length; i++)
            {
                types[i] = i == 0 ? rule.First(call) : rule.Others?.Invoke(call, i);
            }
        }

        return types;
    }

    /// <summary>The rule of a call; null where it is not known, and where attributes are a function's own and have no values here.</summary>
    private static OperatorRule? Rule(OperatorCall call) => call.Node.Attributes.Exists(a => a.ReferenceTo.Length > 0)
        ? null
        : Rules.GetValueOrDefault((OnnxOpset.Normalise(call.Node.Domain), call.Node.OpType));

    private static string? Disagreement(OperatorCall call, OperatorRule rule)
    {
        OnnxTensorType? seen = null;
        for (int i = 0; i < call.Node.Inputs.Count; i++)
        {
            if ((i >= 31 ? rule.SameType == -1 : (rule.SameType & (1 << i)) != 0) && call.Type(i) is { ElementType: not OnnxElementType.Undefined } type)
            {
                if (seen is not null && seen.ElementType != type.ElementType)
                {
                    return $"its inputs must have one type, they have {seen.ElementType} and {type.ElementType}; add a Cast";
                }

                seen = type;
            }
        }

        return null;
    }

    private static IEnumerable<KeyValuePair<(string, string), OperatorRule>> Table()
    {
        foreach ((string name, OperatorRule rule) in ElementwiseRules.All.Concat(ShapingRules.All).Concat(ReducingRules.All).Concat(WindowRules.All).Concat(RecurrentRules.All).Concat(QuantizationRules.All))
        {
            yield return new(("", name), rule);
        }

        foreach ((string name, OperatorRule rule) in ClassicRules.All.Concat(TreeRules.All))
        {
            yield return new((OnnxOpset.MachineLearning, name), rule);
        }
    }
}
