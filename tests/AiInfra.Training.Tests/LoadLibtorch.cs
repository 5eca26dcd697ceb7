using System.Runtime.CompilerServices;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tests;

/// <summary>Tests run in any order, and some make tensors before they touch this package: libtorch is loaded before all of them.</summary>
internal static class LoadLibtorch
{
    [ModuleInitializer]
    internal static void Initialize() => Libtorch.Load();
}
