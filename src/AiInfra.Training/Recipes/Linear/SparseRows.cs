using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Recipes.Linear;

/// <summary>Encoded rows without their zeros: of categories and texts most features are zero.</summary>
/// <param name="Width">Features a row.</param>
/// <param name="Starts">Where each row begins, and the end of the last.</param>
/// <param name="Features">Features that are not zero, row by row.</param>
/// <param name="Values">Their values.</param>
internal sealed record SparseRows(int Width, int[] Starts, int[] Features, float[] Values)
{
    public int Count => Starts.Length - 1;

    public static SparseRows Of(TableEncoder encoder, RowBatch rows, int[] chosen)
    {
        var starts = new int[chosen.Length + 1];
        var features = new List<int>();
        var values = new List<float>();
        float[] dense = [];
        int row = 0;
        foreach (RowBatch block in RowBlocks.Of(rows, chosen))
        {
            // A part of a block at a time, so that wide texts take no more memory than narrow ones.
            int part = Math.Clamp((1 << 22) / Math.Max(1, encoder.Width), 1, block.Count);
            for (int start = 0; start < block.Count; start += part)
            {
                int count = Math.Min(part, block.Count - start);
                Array.Resize(ref dense, Math.Max(dense.Length, count * encoder.Width));
                encoder.Encode(block.Slice(start, count), dense.AsSpan(0, count * encoder.Width));
                for (int i = 0; i < count; i++)
                {
                    for (int j = 0; j < encoder.Width; j++)
                    {
                        if (dense[(i * encoder.Width) + j] is var value and not 0)
                        {
                            features.Add(j);
                            values.Add(value);
                        }
                    }

                    starts[++row] = features.Count;
                }
            }
        }

        return new SparseRows(encoder.Width, starts, [.. features], [.. values]);
    }
}
