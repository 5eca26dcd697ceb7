using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>How elements of a tensor are called as columns.</summary>
internal static class TensorColumns
{
    public static IEnumerable<string> Of(string tensor, int width, TensorType type, IReadOnlyList<string> classes) => width == 1
        ? [tensor]
        : width == classes.Count && type is not TensorType.String
            ? classes.Select(c => AnswerNames.ElementOf(tensor, c))
            : Enumerable.Range(0, width).Select(e => $"{tensor}[{e}]");

    /// <summary>The columns of an input: by the names of the model's features where it has some.</summary>
    public static IEnumerable<string> Of(TensorSpec input, ModelSignature signature) => signature.Features.Count > 0
        ? signature.Features
        : Of(input.Name, checked((int)input.RowWidth), input.Type, []);
}
