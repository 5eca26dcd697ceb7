using Microsoft.Win32.SafeHandles;

namespace AiInfra.Trees.Native;

/// <summary>Rows in LightGBM's memory. Owns them.</summary>
internal sealed class DatasetHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public DatasetHandle(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    protected override bool ReleaseHandle() => LightGbm.LGBM_DatasetFree(handle) == 0;
}
