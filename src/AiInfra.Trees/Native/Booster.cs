using System.Runtime.InteropServices;
using System.Text;

namespace AiInfra.Trees.Native;

/// <summary>A model in training. Owns native memory.</summary>
internal sealed unsafe class Booster : IDisposable
{
    private const int NameLength = 256;
    private readonly List<LightGbmDataset> _datasets = [];

    private Booster(nint handle) => Handle = new BoosterHandle(handle);

    public BoosterHandle Handle { get; }

    /// <summary>Starts a training; the dataset must outlive it.</summary>
    public static Booster Create(LightGbmDataset training, string parameters)
    {
        LightGbm.Check(LightGbm.LGBM_BoosterCreate(training.Handle, parameters, out nint handle));
        var booster = new Booster(handle);
        booster._datasets.Add(training);
        return booster;
    }

    /// <summary>Reads a model's text.</summary>
    public static Booster Read(string text)
    {
        LightGbm.Check(LightGbm.LGBM_BoosterLoadModelFromString(text, out _, out nint handle));
        return new Booster(handle);
    }

    /// <summary>Rows to judge by; they must outlive it.</summary>
    public void Judge(LightGbmDataset validation)
    {
        LightGbm.Check(LightGbm.LGBM_BoosterAddValidData(Handle, validation.Handle));
        _datasets.Add(validation);
    }

    /// <summary>Puts the trees of an earlier model before its own.</summary>
    public void GoOnFrom(Booster earlier) => LightGbm.Check(LightGbm.LGBM_BoosterMerge(Handle, earlier.Handle));

    /// <summary>Grows the next tree of every output; false where no tree could be split any more.</summary>
    public bool Grow()
    {
        LightGbm.Check(LightGbm.LGBM_BoosterUpdateOneIter(Handle, out int finished));
        GC.KeepAlive(_datasets);
        return finished == 0;
    }

    /// <summary>The names of the figures that it is judged by.</summary>
    public string[] Figures()
    {
        LightGbm.Check(LightGbm.LGBM_BoosterGetEvalCounts(Handle, out int count));
        byte* room = stackalloc byte[Math.Max(1, count) * NameLength];
        byte** names = stackalloc byte*[Math.Max(1, count)];
        for (int i = 0; i < count; i++)
        {
            names[i] = room + (i * NameLength);
        }

        LightGbm.Check(LightGbm.LGBM_BoosterGetEvalNames(Handle, count, out _, NameLength, out _, names));
        var texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = Marshal.PtrToStringUTF8((nint)names[i])!;
        }

        return texts;
    }

    /// <summary>The figures of the training rows (0) or of the rows that judge (1).</summary>
    public double[] Judgement(int data, int figures)
    {
        var results = new double[Math.Max(1, figures)];
        fixed (double* to = results)
        {
            LightGbm.Check(LightGbm.LGBM_BoosterGetEval(Handle, data, out _, to));
        }

        return results;
    }

    /// <summary>The model as LightGBM's text.</summary>
    /// <param name="iterations">How many iterations, from the first; 0 takes all.</param>
    public string Text(int iterations = 0)
    {
        // A text that does not fit is written twice.
        byte[] buffer = GC.AllocateUninitializedArray<byte>(4 << 20);
        while (true)
        {
            fixed (byte* to = buffer)
            {
                LightGbm.Check(LightGbm.LGBM_BoosterSaveModelToString(Handle, 0, iterations <= 0 ? -1 : iterations, LightGbm.ByGain, buffer.Length, out long needed, to));
                if (needed <= buffer.Length)
                {
                    return Encoding.UTF8.GetString(buffer, 0, (int)needed - 1);
                }

                buffer = new byte[needed];
            }
        }
    }

    /// <summary>LightGBM's own raw scores, [rows, outputs] row by row.</summary>
    public double[] RawScores(float[] features, int columns, int outputs)
    {
        int rows = features.Length / columns;
        var results = new double[rows * outputs];
        fixed (float* data = features)
        fixed (double* to = results)
        {
            LightGbm.Check(LightGbm.LGBM_BoosterPredictForMat(Handle, data, LightGbm.Float32, rows, columns, 1, LightGbm.RawScore, 0, -1, "", out _, to));
        }

        return results;
    }

    public void Dispose()
    {
        Handle.Dispose();
        _datasets.Clear();
    }
}
