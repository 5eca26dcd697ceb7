using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace AiInfra;

/// <summary>Puts a folder's entries on disk, so that a rename survives a power cut. On Windows the file system's journal does this.</summary>
internal static class DirectoryFlush
{
    private const int NotPermittedHere = 22; // EINVAL: the file system can't flush folders

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), 0);
        if (descriptor < 0)
        {
            throw Fault(folder);
        }

        try
        {
            if (FSync(descriptor) != 0 && Marshal.GetLastPInvokeError() != NotPermittedHere)
            {
                throw Fault(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Fault(string folder)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"The folder {folder} can't be flushed to disk: {new Win32Exception(error).Message}.", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
