using System.Runtime.InteropServices;

namespace AiInfra.Trees.Native;

/// <summary>Rows as LightGBM learns from them: binned. Owns native memory.</summary>
internal sealed unsafe class LightGbmDataset : IDisposable
{
    private LightGbmDataset(nint handle, int rows) => (Handle, Rows) = (new DatasetHandle(handle), rows);

    public DatasetHandle Handle { get; }

    public int Rows { get; }

    /// <summary>Bins blocks of rows; their memory is free to go afterwards.</summary>
    /// <param name="blocks">Features, row by row; every block has whole rows.</param>
    /// <param name="columns">Features a row.</param>
    /// <param name="parameters">Parameters, the categorical features among them.</param>
    public static LightGbmDataset Create(IReadOnlyList<float[]> blocks, int columns, string parameters)
    {
        var pins = new GCHandle[blocks.Count];
        try
        {
            var data = new nint[blocks.Count];
            var rows = new int[blocks.Count];
            var rowMajor = new int[blocks.Count];
            for (int i = 0; i < pins.Length; i++)
            {
                pins[i] = GCHandle.Alloc(blocks[i], GCHandleType.Pinned);
                (data[i], rows[i], rowMajor[i]) = (pins[i].AddrOfPinnedObject(), blocks[i].Length / columns, 1);
            }

            fixed (nint* matrices = data)
            fixed (int* counts = rows, orders = rowMajor)
            {
                LightGbm.Check(LightGbm.LGBM_DatasetCreateFromMats(blocks.Count, (void**)matrices, LightGbm.Float32, counts, columns, orders, parameters, 0, out nint handle));
                return new LightGbmDataset(handle, rows.Sum());
            }
        }
        finally
        {
            foreach (GCHandle pin in pins)
            {
                if (pin.IsAllocated)
                {
                    pin.Free();
                }
            }
        }
    }

    /// <summary>Some of the rows, with their labels, weights and scores, in the bins of all.</summary>
    /// <param name="rows">Their numbers, climbing.</param>
    /// <param name="parameters">Parameters.</param>
    public LightGbmDataset Subset(int[] rows, string parameters)
    {
        fixed (int* numbers = rows)
        {
            LightGbm.Check(LightGbm.LGBM_DatasetGetSubset(Handle, numbers, rows.Length, parameters, out nint handle));
            return new LightGbmDataset(handle, rows.Length);
        }
    }

    public void Labels(float[] labels) => Set("label", labels, LightGbm.Float32);

    public void Weights(float[] weights) => Set("weight", weights, LightGbm.Float32);

    /// <summary>Raw scores to start from: all rows of the first output, then of the second.</summary>
    public void StartScores(double[] scores) => Set("init_score", scores, LightGbm.Float64);

    /// <summary>Rows of each query, in their order.</summary>
    public void Queries(int[] sizes) => Set("group", sizes, LightGbm.Int32);

    public void Dispose() => Handle.Dispose();

    private void Set<T>(string field, T[] values, int type)
        where T : unmanaged
    {
        fixed (T* data = values)
        {
            LightGbm.Check(LightGbm.LGBM_DatasetSetField(Handle, field, data, values.Length, type));
        }
    }
}
