using System.ComponentModel;
using System.Diagnostics;

namespace AiInfra.Disks;

/// <summary>A real, small disk (a tmpfs) to fill or to make read-only. Where this machine doesn't let tests mount, the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public long Free => new DriveInfo(Path).AvailableFreeSpace;

    public static SmallDisk Mount(int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a small disk needs root on Linux.");
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("aiinfra-disk-").FullName);
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", disk.Path) != 0)
        {
            Directory.Delete(disk.Path);
            Assert.Skip("This machine doesn't allow mounts.");
        }

        return disk;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Nothing may be open for writing on it.</summary>
    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", Path));

    /// <summary>Leaves so many bytes free; the file is to be deleted when the disk is to have space again.</summary>
    public string FillTo(long bytes)
    {
        string ballast = File("ballast");
        System.IO.File.WriteAllBytes(ballast, new byte[Free - bytes]);
        return ballast;
    }

    public void Dispose()
    {
        if (Run("umount", Path) != 0)
        {
            // Something is still open there, of a test that failed: gone with it.
            Run("umount", "--lazy", Path);
        }

        Directory.Delete(Path, recursive: true);
    }

    private static int Run(string command, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return -1; // there is no such command here
        }
    }
}
