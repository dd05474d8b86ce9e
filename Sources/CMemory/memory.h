#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

/// Asks for the cache line at an address, which need not be one that can be read.
static inline void memory_prefetch(const void *address) { __builtin_prefetch(address); }

/// Asks for large pages behind memory that is not in use yet. Where there are none, nothing changes.
static inline void memory_large_pages(void *address, size_t size) {
  const uintptr_t page = 2u << 20;
  uintptr_t first = ((uintptr_t)address + page - 1) & ~(page - 1);
  uintptr_t end = ((uintptr_t)address + size) & ~(page - 1);
#ifdef MADV_HUGEPAGE
  if (first < end) (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#endif
}

#endif
