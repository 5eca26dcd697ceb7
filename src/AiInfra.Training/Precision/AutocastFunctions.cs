using AiInfra.Training.Runtime;

namespace AiInfra.Training.Precision;

/// <summary>libtorch's own switches for autocast, which TorchSharp does not wrap: functions of namespace at::autocast, called by the names the C++ compilers give them. The switches belong to a thread.</summary>
internal static unsafe class AutocastFunctions
{
    private static readonly delegate* unmanaged<sbyte, byte, void> s_enable = (delegate* unmanaged<sbyte, byte, void>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb", "?set_autocast_enabled@autocast@at@@YAXW4DeviceType@c10@@_N@Z");

    private static readonly delegate* unmanaged<sbyte, byte> s_isEnabled = (delegate* unmanaged<sbyte, byte>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast19is_autocast_enabledEN3c1010DeviceTypeE", "?is_autocast_enabled@autocast@at@@YA_NW4DeviceType@c10@@@Z");

    private static readonly delegate* unmanaged<sbyte, sbyte, void> s_setType = (delegate* unmanaged<sbyte, sbyte, void>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE", "?set_autocast_dtype@autocast@at@@YAXW4DeviceType@c10@@W4ScalarType@4@@Z");

    private static readonly delegate* unmanaged<sbyte, sbyte> s_type = (delegate* unmanaged<sbyte, sbyte>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast18get_autocast_dtypeEN3c1010DeviceTypeE", "?get_autocast_dtype@autocast@at@@YA?AW4ScalarType@c10@@W4DeviceType@4@@Z");

    private static readonly delegate* unmanaged<void> s_clear = (delegate* unmanaged<void>)LibtorchExports.Find(
        "autocast", "_ZN2at8autocast11clear_cacheEv", "?clear_cache@autocast@at@@YAXXZ");

    public static bool IsEnabled(sbyte device) => s_isEnabled(device) != 0;

    public static sbyte Type(sbyte device) => s_type(device);

    public static void Set(sbyte device, bool enabled, sbyte type)
    {
        s_setType(device, type);
        s_enable(device, enabled ? (byte)1 : (byte)0);
    }

    public static void ClearCache() => s_clear();
}
