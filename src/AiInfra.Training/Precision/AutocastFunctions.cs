using AiInfra.Training.Runtime;

namespace AiInfra.Training.Precision;

/// <summary>libtorch's own switches for autocast, which TorchSharp does not wrap: functions of namespace at::autocast, called by the names the C++ compilers give them. The switches belong to a thread.</summary>
internal sealed unsafe class AutocastFunctions
{
    // Not a static constructor: that would wrap the error that says which function is not there.
    private static readonly Lazy<AutocastFunctions> s_found = new(() => new AutocastFunctions());

    private readonly delegate* unmanaged<sbyte, byte, void> _enable = (delegate* unmanaged<sbyte, byte, void>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb", "?set_autocast_enabled@autocast@at@@YAXW4DeviceType@c10@@_N@Z");

    private readonly delegate* unmanaged<sbyte, byte> _isEnabled = (delegate* unmanaged<sbyte, byte>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast19is_autocast_enabledEN3c1010DeviceTypeE", "?is_autocast_enabled@autocast@at@@YA_NW4DeviceType@c10@@@Z");

    private readonly delegate* unmanaged<sbyte, sbyte, void> _setType = (delegate* unmanaged<sbyte, sbyte, void>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE", "?set_autocast_dtype@autocast@at@@YAXW4DeviceType@c10@@W4ScalarType@4@@Z");

    private readonly delegate* unmanaged<sbyte, sbyte> _type = (delegate* unmanaged<sbyte, sbyte>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast18get_autocast_dtypeEN3c1010DeviceTypeE", "?get_autocast_dtype@autocast@at@@YA?AW4ScalarType@c10@@W4DeviceType@4@@Z");

    private readonly delegate* unmanaged<void> _clear = (delegate* unmanaged<void>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast11clear_cacheEv", "?clear_cache@autocast@at@@YAXXZ");

    public static bool IsEnabled(sbyte device) => s_found.Value._isEnabled(device) != 0;

    public static sbyte Type(sbyte device) => s_found.Value._type(device);

    public static void Set(sbyte device, bool enabled, sbyte type)
    {
        s_found.Value._setType(device, type);
        s_found.Value._enable(device, enabled ? (byte)1 : (byte)0);
    }

    public static void ClearCache() => s_found.Value._clear();
}
