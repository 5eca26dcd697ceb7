using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Shows tensors as rows, for those who watch predictions: the names are those of <see cref="RowCodec"/>.</summary>
internal static class TensorRows
{
    /// <summary>Row of a request's or result's tensors.</summary>
    public static Row Read(RowSchema schema, TensorData[] tensors, int rows, int row)
    {
        var values = new Value[schema.Count];
        int at = 0;
        foreach (TensorData tensor in tensors)
        {
            int width = tensor.Count / rows;
            TensorValues.Of(tensor.Type).Read(tensor, row * width, values.AsSpan(at, width));
            at += width;
        }

        return new Row(schema, values);
    }
}
