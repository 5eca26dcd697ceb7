using System.Text;
using AiInfra.Support;
using AiInfra.Support.Logging;
using AiInfra.Trees.Models;
using AiInfra.Trees.Native;
using AiInfra.Trees.Tests.Models;

namespace AiInfra.Trees.Tests.Native;

public sealed class LightGbmLibraryTests
{
    /// <summary>The real library, made to ask for a libgomp that no machine has.</summary>
    [Fact]
    public void Load_LibgompAbsent_NamesThePackage()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux names libgomp.");
        string library = Directory.EnumerateFiles(AppContext.BaseDirectory, "lib_lightgbm.so", SearchOption.AllDirectories).First();
        byte[] bytes = File.ReadAllBytes(library);
        int at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("libgomp.so.1\0"));
        Assert.True(at > 0);
        bytes[at + "libgomp.so.".Length] = (byte)'9';
        using var folder = new TemporaryFolder();
        string broken = Path.Combine(folder.Path, "lib_lightgbm.so");
        File.WriteAllBytes(broken, bytes);

        var e = Assert.Throws<TreesException>(() => LightGbmLibrary.Load(broken));
        Assert.Contains("apt-get install libgomp1", e.Message, StringComparison.Ordinal);
        Assert.IsType<DllNotFoundException>(e.InnerException);
    }

    [Fact]
    public void Load_NamedFileThatIsNone_NamesTheVariable()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "lib_lightgbm.so");
        File.WriteAllText(file, "no library");
        Assert.Contains(LightGbmLibrary.Variable, Assert.Throws<TreesException>(() => LightGbmLibrary.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WhatLightGbmRefuses_IsInTheMessage()
    {
        LightGbmLibrary.Ensure();
        var e = Assert.Throws<TreesException>(() => LightGbmDataset.Create([[1f, 2f]], 1, "max_bin=1 verbosity=-1"));
        Assert.Contains("max_bin", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_WhatLightGbmSays_IsLogged()
    {
        var lines = new LogLines<TreesTrainer>();
        await new TreesTrainer(new TreesOptions { Trees = 5 }, logger: lines).FitAsync(Tables.Mixed(300), "price");
        Assert.Contains(lines.Texts, t => t.StartsWith("[LightGBM]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FitAsync_TreesThatAreGrownOut_AreNoWarnings()
    {
        var lines = new LogLines<TreesTrainer>();
        await new TreesTrainer(new TreesOptions { Trees = 5 }, logger: lines).FitAsync(Tables.Mixed(60), "price");
        Assert.Contains(lines.Texts, t => t.Contains("No further splits", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.Warnings, t => t.Contains("No further splits", StringComparison.Ordinal));
    }
}
