using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>The columns that tensors stand for. One schema as long as their widths stay: whoever watches maps columns once a schema. Thread-safe.</summary>
internal sealed class TensorSchema(IReadOnlyList<TensorSpec> specs, IReadOnlyList<string> classes, IReadOnlyList<string>? features = null)
{
    private volatile Known? _last;

    public RowSchema Of(TensorData[] tensors, int rows)
    {
        Known? last = _last;
        if (last is null || !last.Fits(tensors, rows))
        {
            int[] widths = Array.ConvertAll(tensors, t => t.Count / rows);
            var columns = tensors.SelectMany((t, i) => Names(specs[i].Name, widths[i], t.Type).Select(n => new Column(n, TensorValues.Of(t.Type).Kind)));
            _last = last = new Known(new RowSchema(columns), widths);
        }

        return last.Schema;
    }

    private IEnumerable<string> Names(string tensor, int width, TensorType type) => width == features?.Count
        ? features
        : TensorColumns.Of(tensor, width, type, classes);

    private sealed class Known(RowSchema schema, int[] widths)
    {
        public RowSchema Schema { get; } = schema;

        public bool Fits(TensorData[] tensors, int rows)
        {
            for (int i = 0; i < widths.Length; i++)
            {
                if (tensors[i].Count / rows != widths[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
