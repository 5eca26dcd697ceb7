using System.Runtime.InteropServices;

namespace AiInfra.Trees.Native;

/// <summary>The functions of LightGBM's C interface that are called here (its header c_api.h). Each gives 0, or -1 and leaves a text for <see cref="LGBM_GetLastError"/>.</summary>
internal static unsafe partial class LightGbm
{
    public const string Library = "lib_lightgbm";

    public const int Float32 = 0;
    public const int Float64 = 1;
    public const int Int32 = 2;

    public const int RawScore = 1;

    public const int BySplit = 0;
    public const int ByGain = 1;

    [LibraryImport(Library)]
    public static partial byte* LGBM_GetLastError();

    [LibraryImport(Library)]
    public static partial int LGBM_RegisterLogCallback(delegate* unmanaged[Cdecl]<byte*, void> callback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetCreateFromMats(int matrices, void** data, int dataType, int* rows, int columns, int* rowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetGetSubset(DatasetHandle dataset, int* rows, int count, string parameters, out nint subset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetSetField(DatasetHandle dataset, string field, void* data, int count, int type);

    [LibraryImport(Library)]
    public static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterCreate(DatasetHandle training, string parameters, out nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterLoadModelFromString(string model, out int iterations, out nint booster);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterFree(nint booster);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterMerge(BoosterHandle booster, BoosterHandle earlier);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterAddValidData(BoosterHandle booster, DatasetHandle validation);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterUpdateOneIter(BoosterHandle booster, out int finished);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterGetEvalCounts(BoosterHandle booster, out int count);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterGetEvalNames(BoosterHandle booster, int room, out int count, nuint bufferLength, out nuint neededLength, byte** names);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterGetEval(BoosterHandle booster, int data, out int count, double* results);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterSaveModelToString(BoosterHandle booster, int startIteration, int iterations, int importance, long bufferLength, out long neededLength, byte* text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterPredictForMat(BoosterHandle booster, void* data, int dataType, int rows, int columns, int rowMajor, int predictType, int startIteration, int iterations, string parameters, out long length, double* results);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterPredictForMatSingleRowFastInit(BoosterHandle booster, int predictType, int startIteration, int iterations, int dataType, int columns, string parameters, out nint configuration);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterPredictForMatSingleRowFast(nint configuration, void* data, out long length, double* results);

    [LibraryImport(Library)]
    public static partial int LGBM_FastConfigFree(nint configuration);

    /// <summary>Throws what LightGBM says where a call failed.</summary>
    public static void Check(int result)
    {
        if (result != 0)
        {
            string text = Marshal.PtrToStringUTF8((nint)LGBM_GetLastError()) ?? "";
            throw new TreesException($"LightGBM refuses: {text.TrimEnd('\n', '.', ' ')}. Correct the rows or the option that it names.");
        }
    }
}
