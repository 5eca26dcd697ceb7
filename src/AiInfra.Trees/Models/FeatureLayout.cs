using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;

namespace AiInfra.Trees.Models;

/// <summary>The features of trees: the encoder's dense ones, then its indices.</summary>
internal sealed class FeatureLayout(TableEncoder encoder)
{
    private readonly int _dense = encoder.Width;
    private readonly int _indices = encoder.CategorySizes.Count;

    public int Width => _dense + _indices;

    /// <summary>The column of each feature.</summary>
    public string[] Columns { get; } = [.. encoder.FeatureColumns, .. encoder.CategoryNames];

    /// <summary>The features that are categories.</summary>
    public IEnumerable<int> Categorical => Enumerable.Range(_dense, _indices);

    public bool IsCategorical(int feature) => feature >= _dense;

    /// <summary>Rows as features, row by row.</summary>
    public float[] Encode(IReadOnlyList<Row> rows)
    {
        EncodedBatch batch = encoder.Encode(rows);
        if (_indices == 0)
        {
            return batch.Dense;
        }

        var features = new float[checked(rows.Count * Width)];
        for (int i = 0; i < rows.Count; i++)
        {
            Span<float> row = features.AsSpan(i * Width, Width);
            batch.Dense.AsSpan(i * _dense, _dense).CopyTo(row);
            for (int j = 0; j < _indices; j++)
            {
                row[_dense + j] = batch.Categories[(i * _indices) + j];
            }
        }

        return features;
    }

    /// <summary>Adds encoder and features to a graph: raw columns in, double [batch, width] out, for an ensemble that rounds them by its thresholds.</summary>
    public OnnxValue AppendTo(OnnxGraphBuilder graph) => encoder.AppendUnrounded(graph);
}
