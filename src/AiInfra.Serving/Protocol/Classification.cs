using System.Globalization;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>The classification extension: the k largest elements of each row as texts "score:index" or "score:index:label".</summary>
internal static class Classification
{
    public static TensorData Top(TensorData tensor, int classes, IReadOnlyList<string> labels)
    {
        ReadOnlySpan<long> shape = tensor.Shape;
        int rows = shape.Length > 1 ? (int)shape[0] : 1;
        int width = rows == 0 ? 0 : tensor.Count / rows;
        int kept = Math.Min(classes, width);
        var top = TensorData.Create(TensorType.String, shape.Length > 1 ? [rows, kept] : [kept]);
        Span<string> to = top.Span<string>();
        for (int row = 0; row < rows; row++)
        {
            int first = row * width;
            int[] order = [.. Enumerable.Range(0, width).OrderByDescending(i => TensorJsonWriter.Element(tensor, first + i)).Take(kept)];
            for (int i = 0; i < kept; i++)
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"{TensorJsonWriter.Element(tensor, first + order[i]):0.000000}:{order[i]}");
                to[(row * kept) + i] = labels.Count == width ? $"{text}:{labels[order[i]]}" : text;
            }
        }

        return top;
    }
}
