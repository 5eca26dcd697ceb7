using Microsoft.Win32.SafeHandles;

namespace AiInfra.Trees.Native;

/// <summary>A model in LightGBM's memory. Owns it.</summary>
internal sealed class BoosterHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public BoosterHandle(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    protected override bool ReleaseHandle() => LightGbm.LGBM_BoosterFree(handle) == 0;
}
