using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Calls a module's <c>call</c> with tensors, whatever its generic type, and takes its tensors out of what it gives.</summary>
internal static class ModuleCall
{
    /// <exception cref="OnnxExportException">There is no call with so many tensors.</exception>
    public static IReadOnlyList<Tensor> Run(nn.Module module, IReadOnlyList<Tensor> inputs)
    {
        // What it takes beyond the tensors must be optional or may be null.
        (MethodInfo? call, object?[]? arguments) = module.GetType().GetMethods().Where(m => m.Name == "call").OrderBy(m => m.GetParameters().Length)
            .Select(m => (Method: m, Arguments: Arguments(m.GetParameters(), inputs))).FirstOrDefault(m => m.Arguments is not null);
        if (call is null)
        {
            throw new OnnxExportException($"A {module.GetType().Name} can't be called with {inputs.Count} tensor(s) alone. Say how by {nameof(OnnxExportOptions)}.{nameof(OnnxExportOptions.Forward)}.");
        }

        object? answer;
        try
        {
            answer = call.Invoke(module, arguments);
        }
        catch (TargetInvocationException e)
        {
            throw new OnnxExportException($"The module itself does not take inputs of the shapes {string.Join(", ", inputs.Select(i => $"[{string.Join(", ", i.shape)}]"))}: {e.InnerException!.Message}", e.InnerException);
        }

        return answer switch
        {
            Tensor tensor => [tensor],
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).OfType<Tensor>()],
            IEnumerable<Tensor> many => [.. many],
            _ => throw new OnnxExportException($"A {module.GetType().Name} gives a {answer?.GetType().Name ?? "null"}, not tensors. Say how it is asked by {nameof(OnnxExportOptions)}.{nameof(OnnxExportOptions.Forward)}."),
        };
    }

    /// <summary>The tensors in order, two where a pair of states is taken, and defaults for the rest; null where they do not fit.</summary>
    private static object?[]? Arguments(ParameterInfo[] parameters, IReadOnlyList<Tensor> inputs)
    {
        var arguments = new object?[parameters.Length];
        int taken = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            if (type == typeof(Tensor) && taken < inputs.Count)
            {
                arguments[i] = inputs[taken++];
            }
            else if (type == typeof((Tensor, Tensor)?) && taken + 1 < inputs.Count)
            {
                arguments[i] = (inputs[taken], inputs[taken + 1]);
                taken += 2;
            }
            else if (type == typeof(bool))
            {
                arguments[i] = parameters[i].HasDefaultValue ? parameters[i].DefaultValue : true;
            }
            else if (parameters[i].HasDefaultValue || type == typeof(Tensor) || Nullable.GetUnderlyingType(type) is not null)
            {
                arguments[i] = parameters[i].HasDefaultValue ? parameters[i].DefaultValue : null;
            }
            else
            {
                return null;
            }
        }

        return taken == inputs.Count && taken > 0 ? arguments : null;
    }
}
